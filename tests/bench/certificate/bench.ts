import { generatePrivateKey, loadSigner, sm3 } from '@miaoben/credential';
import {
  issueCertificate,
  issueSeal,
  localSealer,
  readCertificates,
  sealOfd,
  sealPdf,
  writePdf,
} from '@miaoben/sealed-file';
import { certificateFont } from '../../../subgraphs/certificates/modules/document/document.font.ts';
import { recordOf } from '../../../subgraphs/certificates/modules/document/document.test-kit.ts';
import { drawFace } from '../../../subgraphs/certificates/modules/document/face.ts';
import { drawSeal } from '../../../subgraphs/certificates/modules/seal/seal.drawing.ts';

const DOSES = 24;
const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 21);
/** Both forms of a file of 24 doses, with the embedded font and a seal of 46 KB. */
const MOST_BYTES = 400_000;
/** Sealing a file may cost at most as much as hashing this many megabytes with the same SM3: a bare measure of this machine. */
const MOST_MEGABYTES_HASHED = 60;

async function holder(
  alg: 'SM2' | 'ES256',
  authority: { certificate: Uint8Array; signer: Awaited<ReturnType<typeof loadSigner>> } | null,
) {
  const signer = await loadSigner(alg, await generatePrivateKey(alg));
  const request = {
    organisation: '苗本',
    commonName: 'bench',
    spki: signer.spki,
    validFrom: NOW - DAY,
    validTo: NOW + 900 * DAY,
    isAuthority: authority === null,
  };
  const certificate = await issueCertificate(request, authority?.signer ?? signer, authority?.certificate ?? null);
  return { certificate, signer };
}

/** Mean milliseconds of some runs, the first one apart: it warms up. */
async function measure(runs: number, work: () => Promise<unknown>): Promise<number> {
  await work();
  const started = process.cpuUsage();
  for (let i = 0; i < runs; i += 1) await work();
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1000 / runs;
}

/** The file of a certificate: drawn, sealed as OFD and as PDF, by processor time of one core. */
export async function run(): Promise<boolean> {
  const picture = await drawSeal('大通县桥头镇中心卫生院');
  const sm2 = await holder('SM2', null);
  const maker = await holder('SM2', sm2);
  const signer = await holder('SM2', sm2);
  const es256 = await holder('ES256', null);
  const pdfSigner = await holder('ES256', es256);
  readCertificates(sm2.certificate);
  const seal = await issueSeal(
    {
      id: '63012100000001',
      name: '预防接种专用章',
      vendor: 'BENCH',
      signers: [signer.certificate],
      picture: { data: picture, width: 40, height: 40 },
      createdAt: NOW - DAY,
      validFrom: NOW - DAY,
      validTo: NOW + 800 * DAY,
    },
    maker,
  );
  const sealer = localSealer({ seal, ...signer });
  const { document, stamps } = drawFace({
    record: recordOf(DOSES),
    isMasked: false,
    id: '0123456789abcdef0123456789abcdef',
    metadata: [],
    annotation: null,
    seal: { width: 40, height: 40 },
  });
  const font = await certificateFont.of(document);
  const by = { signer: pdfSigner.signer, certificates: [pdfSigner.certificate, es256.certificate] };
  const pdf = () => sealPdf(document, font, { by, signedAt: NOW, picture, stamps });
  const ofd = () => sealOfd(document, { sealer, signedAt: NOW, stamps }, font);

  const megabyte = new Uint8Array(1_000_000);
  const bare = await measure(3, async () => sm3(megabyte));
  const figures: [string, number][] = [
    ['subset of the font', await measure(5, () => certificateFont.of(document))],
    ['PDF without seal', await measure(5, () => writePdf(document, font))],
    ['PDF and signature', await measure(5, pdf)],
    ['OFD and seal', await measure(5, ofd)],
  ];
  const bytes = { pdf: (await pdf()).length, ofd: (await ofd()).length };
  process.stdout.write(
    `24 doses, ${document.pages.length} pages; baseline: SM3 of 1 MB, ${bare.toFixed(1)} ms of one core\n`,
  );
  for (const [name, ms] of figures)
    process.stdout.write(
      `${name.padEnd(20)} ${ms.toFixed(1).padStart(8)} ms  ${(1000 / ms).toFixed(1).padStart(7)}/s a core  ${(ms / bare).toFixed(2).padStart(7)} × baseline\n`,
    );
  process.stdout.write(`bytes: PDF ${bytes.pdf}, OFD ${bytes.ofd} (at most ${MOST_BYTES} together)\n`);
  const cost = figures.slice(2).reduce((sum, [, ms]) => sum + ms / bare, 0);
  process.stdout.write(`both sealed: ${cost.toFixed(1)} × baseline (at most ${MOST_MEGABYTES_HASHED})\n`);
  return bytes.pdf + bytes.ofd <= MOST_BYTES && cost <= MOST_MEGABYTES_HASHED;
}
