/**
 * Why a sealed file is refused: a closed list, grouped by the part of the check that found it. No reason carries a
 * value of the file, so none can leak a name or a number. The sentences for people are in the README.
 */
export const OFD_REASONS = {
  structure: [
    'file_too_large',
    'too_many_files',
    'unpacked_too_large',
    'zip_damaged',
    'zip_unsupported',
    'zip_unsafe_name',
    'zip_duplicate_name',
    'zip_directory_mismatch',
    'xml_doctype',
    'xml_malformed',
    'part_missing',
    'doc_body_count',
    'unreadable',
  ],
  references: [
    'no_signature',
    'several_signatures',
    'digest_method',
    'reference_duplicate',
    'reference_missing_file',
    'reference_mismatch',
    'file_not_covered',
  ],
  seal: [
    'no_seal',
    'seal_malformed',
    'seal_version',
    'seal_algorithm',
    'seal_file_differs',
    'signature_info_changed',
    'document_signature_invalid',
    'seal_signature_invalid',
    'signer_not_in_seal',
    'signer_unexpected',
    'maker_is_signer',
    'maker_unknown',
    'certificate_malformed',
    'certificate_use',
    'certificate_expired',
    'no_signing_time',
    'seal_not_yet_valid',
    'seal_expired',
    'signed_in_future',
  ],
} as const;

export type OfdPart = keyof typeof OFD_REASONS;
export type OfdReason = (typeof OFD_REASONS)[OfdPart][number];

/** Stops a part of the check at the first thing that makes the rest of it meaningless. */
export class Refusal extends Error {
  readonly reason: OfdReason;

  constructor(reason: OfdReason) {
    super(reason);
    this.name = 'Refusal';
    this.reason = reason;
  }
}
