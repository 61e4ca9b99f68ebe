import { type Bytes, sm3 } from '@miaoben/credential';
import type { XmlElement } from '@rgrove/parse-xml';
import { locate, type OfdStructure, partOf } from './ofd-structure.ts';
import { OID } from './oids.ts';
import { type OfdReason, Refusal } from './reasons.ts';
import { childrenOf, onlyChild, optionalChild, readXml } from './xml-read.ts';

/** The one signature of a file: its index, what it covers and where the seal's values lie. */
export interface OfdSignature {
  readonly name: string;
  /** Signature.xml as stored: what the seal's data hash is over. */
  readonly bytes: Bytes;
  readonly isSeal: boolean;
  readonly method: string | null;
  readonly signedValue: Bytes;
  /** A separate seal file (Seal.esl); null where the signature names none. */
  readonly sealFile: Bytes | null;
  readonly coverage: readonly OfdReason[];
}

/**
 * Finds the signature and holds every file against its references.
 * @throws Refusal where there is not exactly one signature to hold them against.
 */
export function readSignature(structure: OfdStructure): OfdSignature {
  const { files, signaturesName } = structure;
  if (signaturesName === null) throw new Refusal('no_signature');
  const listed = childrenOf(readXml(partOf(files, signaturesName), 'Signatures'), 'Signature');
  const [entry] = listed;
  if (entry === undefined) throw new Refusal('no_signature');
  if (listed.length > 1) throw new Refusal('several_signatures');
  const name = locate(signaturesName, entry.attributes.BaseLoc);
  const bytes = partOf(files, name);
  const root = readXml(bytes, 'Signature');
  const info = onlyChild(root, 'SignedInfo');
  const valueName = locate(name, onlyChild(root, 'SignedValue').text);
  const seal = optionalChild(info, 'Seal');
  const sealName = seal && locate(name, onlyChild(seal, 'BaseLoc').text);
  // A signature cannot cover itself nor its value. The seal file may be left out too: it must equal the seal inside
  // the value.
  const exempt = new Set([name, valueName, ...(sealName === null ? [] : [sealName])]);
  return {
    name,
    bytes,
    isSeal: (entry.attributes.Type ?? 'Seal') === 'Seal',
    method: optionalChild(info, 'SignatureMethod')?.text.trim() ?? null,
    signedValue: partOf(files, valueName),
    sealFile: sealName === null ? null : partOf(files, sealName),
    coverage: [...coverageOf(structure, name, onlyChild(info, 'References'), exempt)],
  };
}

function coverageOf(
  { files }: OfdStructure,
  signatureName: string,
  references: XmlElement,
  exempt: ReadonlySet<string>,
): Set<OfdReason> {
  const reasons = new Set<OfdReason>();
  // The schema's default is MD5; other products write SM3 by name or by OID.
  if (!['SM3', OID.sm3].includes((references.attributes.CheckMethod ?? 'MD5').toUpperCase())) {
    return reasons.add('digest_method');
  }
  const covered = new Set<string>();
  for (const reference of childrenOf(references, 'Reference')) {
    const name = locate(signatureName, reference.attributes.FileRef);
    if (covered.has(name)) reasons.add('reference_duplicate');
    covered.add(name);
    const content = files.get(name);
    if (content === undefined) reasons.add('reference_missing_file');
    else if (toBase64(sm3(content)) !== onlyChild(reference, 'CheckValue').text.trim()) {
      reasons.add('reference_mismatch');
    }
  }
  for (const name of files.keys()) {
    if (!covered.has(name) && !exempt.has(name)) reasons.add('file_not_covered');
  }
  return reasons;
}

function toBase64(bytes: Bytes): string {
  return btoa(String.fromCharCode(...bytes));
}
