/** Import rules of the house (docs/adr/0001-layout.md): they run one way. Tests may import anything. */
const TEST = '(\\.test\\.tsx?$|test-kit\\.ts$|^tests/)';
const PURE =
  '^(subgraphs/(vaccines/schedule|certificates/credential|certificates/sealed-file|certificates/exchange|people/identifiers)|pwa/sync)/';
const subgraphs = ['identity', 'people', 'vaccines', 'certificates', 'statistics'];
const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

module.exports = {
  forbidden: [
    rule(
      'no-circular',
      'A circle of imports hides who depends on whom.',
      { pathNot: TEST },
      { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    ),
    ...subgraphs.map((n) =>
      rule(
        `${n}-stays-alone`,
        'A subgraph never imports another one.',
        { path: `^subgraphs/${n}/`, pathNot: [TEST, PURE] },
        { path: `^subgraphs/(${subgraphs.filter((o) => o !== n).join('|')})/`, pathNot: PURE },
      ),
    ),
    rule(
      'kernel-knows-no-subgraph',
      'The kernel is what subgraphs stand on.',
      { path: '^subgraphs/kernel/', pathNot: TEST },
      { path: '^(subgraphs/(identity|people|vaccines|certificates|statistics)/|gateway/|pwa/|seeds/)', pathNot: PURE },
    ),
    rule(
      'pure-stays-pure',
      'Pure packages run in server, browser and worker alike.',
      { path: PURE, pathNot: TEST },
      { dependencyTypes: ['core'] },
    ),
    rule(
      'pure-knows-nobody',
      'Pure packages import no other room.',
      { path: PURE, pathNot: TEST },
      {
        path: '^(subgraphs/(kernel|identity|statistics)/|subgraphs/(people|vaccines|certificates)/[^/]+\\.ts|subgraphs/(people|vaccines|certificates)/(modules|jobs|migrations)/|gateway/|pwa/(?!sync/)|seeds/|schema/)',
      },
    ),
    rule(
      'gateway-has-no-business',
      'Only the launcher knows the subgraphs.',
      { path: '^gateway/', pathNot: [TEST, '^gateway/start/'] },
      { path: '^(subgraphs/(?!kernel/)|pwa/|seeds/)' },
    ),
    rule(
      'pwa-knows-contract-and-pure',
      'The app knows the schema, the pure packages and the schedule document they run on.',
      { path: '^pwa/', pathNot: TEST },
      { path: '^(subgraphs|gateway|seeds|tests)/', pathNot: [PURE, '^seeds/reference/nip-schedule\\.json$'] },
    ),
    rule(
      'schema-knows-nobody',
      'The contract depends on nothing that implements it.',
      { path: '^schema/[^/]+\\.ts$|^schema/policy/', pathNot: [TEST, '^schema/(print|compose|codegen)'] },
      { path: '^(subgraphs|gateway|pwa|seeds|tests)/' },
    ),
    rule('nobody-imports-tests', 'Test support is for tests.', { pathNot: TEST }, { path: '^tests/' }),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|generated|node_modules)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'],
    },
  },
};
