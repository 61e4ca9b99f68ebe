/**
 * What can be wrong with an artefact or an argument; a closed list.
 * No message carries a value taken from the artefact, so none can leak a name or a number.
 */
export type CredentialErrorCode =
  | 'too_long'
  | 'text_encoding'
  | 'cbor'
  | 'envelope'
  | 'claims'
  | 'claims_newer'
  | 'key'
  | 'trust_format'
  | 'trust_root'
  | 'trust_signature'
  | 'trust_rollback'
  | 'trust_duplicate_key'
  | 'status_format'
  | 'status_hash'
  | 'status_key'
  | 'status_signature'
  | 'status_rollback'
  | 'status_size'
  | 'class_list_format'
  | 'class_list_key'
  | 'class_list_signature'
  | 'class_list_altered'
  | 'argument';

/** The only error this package throws on purpose. `field` names the part of the artefact at fault. */
export class CredentialError extends Error {
  readonly code: CredentialErrorCode;
  readonly field: string | null;

  constructor(code: CredentialErrorCode, field: string | null = null) {
    super(field === null ? code : `${code}: ${field}`);
    this.name = 'CredentialError';
    this.code = code;
    this.field = field;
  }
}
