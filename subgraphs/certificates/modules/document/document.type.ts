import { DateScalar } from '@miaoben/kernel';
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { FileFormat } from '../seal/seal.type.ts';

export enum DocumentState {
  waiting = 'waiting',
  sealing = 'sealing',
  sealed = 'sealed',
  failed = 'failed',
  withdrawn = 'withdrawn',
}
registerEnumType(DocumentState, {
  name: 'DocumentState',
  description: 'waiting → sealing → sealed or failed (asked again: waiting); any → withdrawn, never taken back.',
});
export enum DocumentKind {
  certificate = 'certificate',
  annotated = 'annotated',
}
registerEnumType(DocumentKind, {
  name: 'DocumentKind',
  valuesConfig: {
    annotated: { description: '加注件: for one stated purpose, until one day, both written across it.' },
  },
});
export enum DocumentFailure {
  no_seal = 'no_seal',
  not_granted = 'not_granted',
  seal_expired = 'seal_expired',
  issuer_closed = 'issuer_closed',
  record_altered = 'record_altered',
  certificate_not_valid = 'certificate_not_valid',
  character = 'character',
  unavailable = 'unavailable',
  fault = 'fault',
}
registerEnumType(DocumentFailure, {
  name: 'DocumentFailure',
  valuesConfig: {
    no_seal: { description: 'The issuer has no seal in use.' },
    not_granted: { description: 'Who asked may not use the seal.' },
    seal_expired: { description: 'The seal or its certificate ran out.' },
    issuer_closed: { description: 'The issuer has closed: it seals nothing more.' },
    record_altered: { description: 'The certificate does not stand as it was issued: it was changed in the store.' },
    certificate_not_valid: { description: 'The certificate was revoked or has expired.' },
    character: { description: 'A name holds a character no font here draws.' },
    unavailable: { description: 'A part of the system did not answer, several times.' },
    fault: { description: 'A fault on our side; the log has it.' },
  },
});

@ObjectType({ description: 'The sealed file of a certificate (电子证照文件), as OFD and as PDF.' })
export class CertificateDocument {
  @Field(() => ID)
  id!: string;
  @Field(() => ID)
  certificateId!: string;
  @Field(() => DocumentKind)
  kind!: DocumentKind;
  @Field(() => Boolean, { description: 'true: the holder’s document number is masked' })
  isMasked!: boolean;
  @Field(() => DocumentState)
  state!: DocumentState;
  @Field(() => DocumentFailure, { nullable: true })
  failure!: DocumentFailure | null;
  @Field(() => Date)
  requestedAt!: Date;
  @Field(() => Date, { nullable: true })
  sealedAt!: Date | null;
  @Field(() => Int, { nullable: true })
  pages!: number | null;
  @Field(() => Int, { nullable: true })
  ofdBytes!: number | null;
  @Field(() => Int, { nullable: true })
  pdfBytes!: number | null;
  @Field(() => String, { nullable: true, description: 'of an annotated copy: what it may be used for' })
  purpose!: string | null;
  @Field(() => DateScalar, { nullable: true, description: 'of an annotated copy: last day of its use' })
  validUntil!: string | null;
  @Field(() => Date, { nullable: true })
  withdrawnAt!: Date | null;
  @Field(() => String, {
    nullable: true,
    description:
      '`certificate_revoked`, `record_changed` (doses changed), `seal_withdrawn`, `renewed` (asked for), or the words of who withdrew it.',
  })
  withdrawnReason!: string | null;
}

@ObjectType({ description: 'An address that works once and for five minutes.' })
export class DocumentLink {
  @Field(() => String)
  url!: string;
  @Field(() => Date)
  expiresAt!: Date;
  @Field(() => FileFormat)
  format!: FileFormat;
}
