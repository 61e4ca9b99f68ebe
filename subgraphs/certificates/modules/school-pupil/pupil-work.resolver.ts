import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import type { CertificatesCtx } from '../../loaders.ts';
import { RowVerdict } from '../school-check/school-check.type.ts';
import { addByCode, addPupil } from './pupil-add.service.ts';
import { askClinic, confirmVerdict, decideMatch, exemptPupil, noteCertificate } from './pupil-decide.service.ts';
import { transferPupil } from './pupil-move.service.ts';
import { sendNotices } from './pupil-notice.service.ts';
import { addProof, announceProof, decideProof, proofUrls } from './pupil-proof.service.ts';
import { recheckPupils } from './pupil-recheck.service.ts';
import {
  CheckType,
  PupilProofUpload,
  PupilProofUrls,
  RecheckResult,
  SchoolPupil,
  SchoolPupilInput,
  SentNotices,
} from './school-pupil.type.ts';

/** What schools and vaccination units do with the rows of pupils. */
@Resolver()
export class PupilWorkResolver {
  @Mutation(() => SchoolPupil, {
    description:
      'Takes in one pupil; one who is on the list already is brought up to date. Errors: FORBIDDEN; BAD_INPUT roundId (no_match, wrong_state), the field that cannot be read; UNAVAILABLE.',
  })
  addSchoolPupil(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('input', () => SchoolPupilInput) input: SchoolPupilInput,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<SchoolPupil> {
    return addPupil(ctx, commandId, input);
  }

  @Mutation(() => SchoolPupil, {
    description:
      'Takes in the pupil of a certificate at hand: its answer code, its typed short code or its number. Errors: FORBIDDEN; BAD_INPUT code (no_match: unknown, or not valid any more), roundId; UNAVAILABLE.',
  })
  addSchoolPupilByCode(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('roundId', () => ID) roundId: string,
    @Arg('code', () => String) code: string,
    @Arg('classId', () => ID, { nullable: true }) classId: string | null | undefined,
    @Arg('checkType', () => CheckType, { nullable: true }) checkType: CheckType | null | undefined,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<SchoolPupil> {
    const input = { roundId, code, classId: classId ?? null, checkType: checkType ?? null };
    return addByCode(ctx, commandId, input);
  }

  @Mutation(() => SchoolPupil, {
    description:
      'Decides which file is the pupil’s; `personId` left out: none of them. A school names one of the candidates with the certificate at hand as `proof` (answer code, short code or number); a vaccination unit any file of its area. Errors: FORBIDDEN; BAD_INPUT id (already_decided, wrong_state), personId (format, no_match), proof (required, no_match); UNAVAILABLE.',
  })
  decidePupilMatch(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('id', () => ID) id: string,
    @Arg('personId', () => ID, { nullable: true }) personId: string | null | undefined,
    @Arg('proof', () => String, { nullable: true }) proof: string | null | undefined,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<SchoolPupil> {
    return decideMatch(ctx, commandId, { id, personId: personId ?? null, proof: proof ?? null });
  }

  @Mutation(() => SchoolPupil, {
    description: 'Hands the decision to the vaccination unit. Errors: FORBIDDEN; BAD_INPUT id (already_decided).',
  })
  askClinicToDecide(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('id', () => ID) id: string,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<SchoolPupil> {
    return askClinic(ctx, commandId, id);
  }

  @Mutation(() => SchoolPupil, {
    description:
      'The vaccination unit says that nothing is to be given (禁忌), or takes that back; the school is told no reason. Errors: FORBIDDEN; BAD_INPUT id (already_decided).',
  })
  exemptPupil(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('id', () => ID) id: string,
    @Arg('isExempt', () => Boolean) isExempt: boolean,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<SchoolPupil> {
    return exemptPupil(ctx, commandId, id, isExempt);
  }

  @Mutation(() => SchoolPupil, {
    description: 'Whether the paper certificate was shown (有无接种证). Error: FORBIDDEN.',
  })
  noteCertificateSeen(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('id', () => ID) id: string,
    @Arg('isSeen', () => Boolean) isSeen: boolean,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<SchoolPupil> {
    return noteCertificate(ctx, commandId, id, isSeen);
  }

  @Mutation(() => SchoolPupil, {
    description:
      'The checker confirms the verdict a screen or a class pack showed, with a note if there is something to say. Errors: FORBIDDEN; BAD_INPUT verdict (wrong_state: another one stands by now, look again), note (too_long).',
  })
  confirmPupilVerdict(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('id', () => ID) id: string,
    @Arg('verdict', () => RowVerdict) verdict: RowVerdict,
    @Arg('note', () => String, { nullable: true }) note: string | null | undefined,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<SchoolPupil> {
    return confirmVerdict(ctx, commandId, { id, verdict, note: note ?? null });
  }

  @Mutation(() => SentNotices, {
    description:
      'Sends 补种通知单 and 补证通知单: to the bound guardians, else by SMS to the phone of the list, else they are to be printed. Without `pupilIds` all of the class, or of the school, who were not told yet. Errors: FORBIDDEN; BAD_INPUT roundId (no_match, wrong_state).',
  })
  sendPupilNotices(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('roundId', () => ID) roundId: string,
    @Arg('classId', () => ID, { nullable: true }) classId: string | null | undefined,
    @Arg('pupilIds', () => [ID], { nullable: true }) pupilIds: string[] | null | undefined,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<SentNotices> {
    return sendNotices(ctx, commandId, { roundId, classId: classId ?? null, pupilIds: pupilIds ?? null });
  }

  @Mutation(() => RecheckResult, {
    description:
      'The second pass over those who are not finished (复验), between the days of the round. Errors: FORBIDDEN; BAD_INPUT roundId (no_match, wrong_state, out_of_range: not in those days); UNAVAILABLE.',
  })
  recheckPupils(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('roundId', () => ID) roundId: string,
    @Arg('classId', () => ID, { nullable: true }) classId: string | null | undefined,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<RecheckResult> {
    return recheckPupils(ctx, commandId, { roundId, classId: classId ?? null });
  }

  @Mutation(() => SchoolPupil, {
    description:
      'The pupil leaves: the row ends as `moved`. At another school of the province, whose round is open, the pupil appears as a transfer. Errors: FORBIDDEN; BAD_INPUT id (wrong_state), toSchoolId (no_match).',
  })
  transferPupil(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('id', () => ID) id: string,
    @Arg('toSchoolId', () => ID, { nullable: true }) toSchoolId: string | null | undefined,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<SchoolPupil> {
    return transferPupil(ctx, commandId, id, toSchoolId ?? null);
  }

  @Mutation(() => PupilProofUpload, {
    description:
      'Announces the photo of a record held outside the province, before the step that hands it in: PUT it to `uploadUrl`, then `addPupilProof`. Errors: FORBIDDEN; BAD_INPUT fileName (too_long, file_type: .jpg, .png), size (file_too_large).',
  })
  announcePupilProof(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('id', () => ID) id: string,
    @Arg('fileName', () => String) fileName: string,
    @Arg('size', () => Int) size: number,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<PupilProofUpload> {
    return announceProof(ctx, commandId, { id, fileName, size });
  }

  @Mutation(() => SchoolPupil, {
    description:
      'Hands in a photo that lies on the server; the vaccination unit decides. Errors: FORBIDDEN; BAD_INPUT id (wrong_state), fileId (no_match: not announced, not sent yet, or of another pupil).',
  })
  addPupilProof(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('id', () => ID) id: string,
    @Arg('fileId', () => ID) fileId: string,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<SchoolPupil> {
    return addProof(ctx, commandId, { id, fileId });
  }

  @Mutation(() => SchoolPupil, {
    description:
      'The vaccination unit read the photo; accepted: every dose for the age is on it. Errors: FORBIDDEN; BAD_INPUT id (already_decided).',
  })
  decidePupilProof(
    @Arg('commandId', () => ID) commandId: string,
    @Arg('id', () => ID) id: string,
    @Arg('isAccepted', () => Boolean) isAccepted: boolean,
    @Ctx() ctx: CertificatesCtx,
  ): Promise<SchoolPupil> {
    return decideProof(ctx, commandId, id, isAccepted);
  }

  @Query(() => PupilProofUrls, { description: 'Where the photo of a pupil is read from. Error: FORBIDDEN.' })
  pupilProof(@Arg('id', () => ID) id: string, @Ctx() ctx: CertificatesCtx): Promise<PupilProofUrls> {
    return proofUrls(ctx, id);
  }
}
