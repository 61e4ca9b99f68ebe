import { insertLicences, seedSchoolRound, seedSeals } from '@miaoben/certificates/bulk';
import { type AccountSeed, type OrganisationSeed, seedIdentity } from '@miaoben/identity/bulk';
import { createClock } from '@miaoben/kernel';
import { insertAdverseEvents, insertLots, insertStock, refreshAll, type StockSeed } from '@miaoben/vaccines/bulk';
import { demoAdverseEvents } from '../demo/adverse-events.ts';
import { DEMO_SEED, type Demo, generateDemo } from '../demo/demo.ts';
import { demoLicences } from '../demo/licences.ts';
import { DEMO_COUNTY, type DemoOrganisation } from '../demo/organisations.ts';
import { DEMO_CLASSES, demoRound } from '../demo/rounds.ts';
import { addMonths, toDay, toIso } from '../province/days.ts';
import { lotsBetween } from '../province/lots.ts';
import { loadCollection } from './collection.ts';
import { loadPopulation } from './population.ts';
import { emOf, type Targets } from './targets.ts';

const SCHOOL_KINDS: Record<string, OrganisationSeed['kind']> = { 1: 'kindergarten', 2: 'kindergarten', 3: 'school' };

function kindOf(o: DemoOrganisation): OrganisationSeed['kind'] {
  if (o.kind === 'school') return SCHOOL_KINDS[o.schoolType ?? '3'] ?? 'school';
  if (o.kind === 'supervision') return 'authority';
  return o.clinicKind === 'obstetric' ? 'obstetric' : o.kind;
}

function accountSeeds(demo: Demo): AccountSeed[] {
  const organisations = new Map(demo.organisations.map((o) => [o.code, o]));
  return demo.accounts.map((a) => {
    const organisation = a.organisationCode === null ? undefined : organisations.get(a.organisationCode);
    return {
      id: a.id,
      login: a.login,
      password: a.password,
      displayName: a.role === 'guardian' ? demo.guardian.name : a.displayName,
      role: a.role,
      organisationId: organisation?.id ?? null,
      divisions: a.divisionScope === null ? (organisation ? [organisation.division] : []) : [a.divisionScope],
      ...(a.unitMaster && { unitMaster: true }),
      ...(a.role === 'partner' && { purpose: 'health-record' }),
      ...(a.role === 'guardian' && {
        guardian: {
          phone: demo.guardian.phone,
          documentType: 'RESIDENT_ID',
          documentNumber: demo.guardian.documentNumber,
          realNameVerified: true,
        },
      }),
    };
  });
}

/** Lots in use at each clinic around today, and one that has run out of date, which no clinic may give. */
function stock(demo: Demo, today: string): { lots: Parameters<typeof insertLots>[1]; onHand: StockSeed[] } {
  const day = toDay(today);
  const products = new Set<string>();
  const since = toIso(addMonths(day, -6));
  for (const person of demo.persons)
    for (const dose of person.doses) if (dose.date >= since) products.add(dose.productId);
  const lots = [...products].sort().flatMap((product) => {
    const made = lotsBetween(product, toIso(addMonths(day, -26)), today).map((l) => ({
      productId: product,
      number: l.lot,
      expiresOn: l.expiryDate,
    }));
    const fresh = made.filter((l) => l.expiresOn > today);
    const expired = made.filter((l) => l.expiresOn <= today);
    return [...fresh.slice(-3), ...expired.slice(-1)];
  });
  const onHand = demo.organisations
    .filter((o) => o.kind === 'clinic')
    .flatMap((o, i) =>
      lots.map((l, j) => ({
        organisationId: o.id,
        productId: l.productId,
        lotNumber: l.number,
        doses: 20 + ((i * 7 + j * 13) % 60),
      })),
    );
  return { lots, onHand };
}

/** The demo county: organisations, accounts, 3,000 files with their doses, stock. Dates are relative to `today`. */
export async function loadDemo(
  targets: Targets,
  today: string,
  report?: (files: number) => void,
): Promise<{ files: number; doses: number }> {
  const demo = generateDemo({ seed: DEMO_SEED, today });
  await seedIdentity(emOf(targets.identity), targets.keyring, {
    organisations: demo.organisations.map((o) => ({
      id: o.id,
      code: o.code,
      name: o.name,
      kind: kindOf(o),
      divisionCode: o.division,
    })),
    accounts: accountSeeds(demo),
    demo: true,
  });
  const { lots, onHand } = stock(demo, today);
  await insertLots(emOf(targets.vaccines), lots);
  await insertStock(emOf(targets.vaccines), onHand);
  const clinics = new Map(demo.organisations.map((o) => [o.code, { id: o.id, name: o.name }]));
  const written = await loadPopulation(targets, demo.persons, clinics, today, (w) => report?.(w.files));
  await insertAdverseEvents(targets.vaccines, demoAdverseEvents(demo, today));
  if (targets.certificates) {
    const { code, division, termStart } = demoRound(today);
    const ids = new Map(demo.organisations.map((o) => [o.code, o.id]));
    await seedSchoolRound(emOf(targets.certificates), targets.keyring, {
      code,
      division,
      termStart,
      openedBy: demo.accounts.find((a) => a.role === 'cdc')?.id ?? '',
      classes: DEMO_CLASSES.map(({ schoolCode, ...named }) => ({ ...named, schoolId: ids.get(schoolCode) ?? '' })),
    });
  }
  // Files without doses have due dates too.
  await refreshAll({ orm: targets.vaccines, clock: createClock(today) });
  await loadLicences(targets, demo, today);
  await loadCollection(targets, demo, today);
  if (targets.certificates) {
    const issuers = demo.organisations.filter((o) => o.kind === 'clinic' || o.kind === 'cdc');
    await seedSeals(
      emOf(targets.certificates),
      targets.keyring,
      createClock(today),
      issuers.map((o) => ({ issuerId: o.id, issuerName: o.name, division: o.division })),
    );
  }
  return written;
}

/** Licences of the demo county, as its CDC would hand them in. */
async function loadLicences({ certificates, keyring }: Targets, demo: Demo, today: string): Promise<void> {
  if (!certificates) return;
  const services = { orm: certificates, keyring, clock: createClock(today) };
  const origin = { issuerCode: DEMO_COUNTY, division: DEMO_COUNTY, source: '大通县政务服务平台', batchId: null };
  for (const { slug, rows } of demoLicences(demo.persons, demo.guardian, today)) {
    await insertLicences(services, slug, rows, origin);
  }
}
