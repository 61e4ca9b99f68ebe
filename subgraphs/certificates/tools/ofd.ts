/**
 * Command: `check FILE --root CERT` holds a sealed OFD against a root certificate (PEM or DER) and writes one line of
 * JSON. Exit 0 accepted, 1 refused, 2 wrong usage with a sentence on the error output.
 */
import { open } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { type Certificate, checkOfd, MAX_FILE_BYTES, readCertificates } from '@miaoben/sealed-file/check';

const USAGE = 'Usage: npm run -s ofd -- check FILE --root CERT (certificate in PEM or DER).';

/** Ends the command with a sentence for the person who typed it. */
class UsageError extends Error {}

try {
  const { file, root } = readArguments();
  const roots = readRoots(await readUpTo(root, 1024 * 1024));
  // One byte more than the checker takes: enough for it to refuse, however long the file is.
  const result = checkOfd(await readUpTo(file, MAX_FILE_BYTES + 1), { roots });
  const { accepted, structure, references, seal, reasons } = result;
  process.stdout.write(`${JSON.stringify({ accepted, structure, references, seal, reasons })}\n`);
  process.exitCode = accepted ? 0 : 1;
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}

function readArguments(): { file: string; root: string } {
  try {
    const { values, positionals } = parseArgs({ allowPositionals: true, options: { root: { type: 'string' } } });
    const [command, file, ...rest] = positionals;
    if (command === 'check' && file && values.root && rest.length === 0) return { file, root: values.root };
  } catch {
    // An option nobody knows: the same sentence tells what there is.
  }
  throw new UsageError(USAGE);
}

function readRoots(bytes: Uint8Array): Certificate[] {
  try {
    return readCertificates(bytes);
  } catch {
    throw new UsageError('The root is not a certificate with an SM2 key in PEM or DER.');
  }
}

/** The first `limit` bytes of a file. */
async function readUpTo(path: string, limit: number): Promise<Uint8Array> {
  try {
    await using handle = await open(path);
    const chunks: Buffer[] = [];
    for await (const chunk of handle.createReadStream({ end: limit - 1, autoClose: false }))
      chunks.push(chunk as Buffer);
    return new Uint8Array(Buffer.concat(chunks));
  } catch {
    throw new UsageError(`The file ${path} cannot be read.`);
  }
}
