import type { KeptFingerprint } from '../features/fingerprint/kept.ts';
import type { KeptPhoto } from '../ui/photo.ts';
import { newId } from './ids.ts';
import type { Content, Kind } from './outbox-content.ts';

interface Files {
  photo?: KeptPhoto;
  fingerprint?: KeptFingerprint;
}

/** Kinds whose entries hold a photo or a fingerprint that is sent as a file of its own. */
export const holdsFiles = (kind: Kind): boolean => kind === 'signVisit' || kind === 'addPupilProof';

function changed(content: Content, change: (files: Files) => Files): Content {
  const { photo, fingerprint } = content as Files;
  return photo || fingerprint
    ? { ...content, ...change({ ...(photo && { photo }), ...(fingerprint && { fingerprint }) }) }
    : content;
}

/**
 * An entry that nobody will send any more without what was photographed and read of a finger; that there was one, whose and how good
 * stays for the history. @returns the same content where there is nothing of it
 */
export function withoutFiles(content: Content): Content {
  const { photo, fingerprint } = content as Files;
  if (!photo?.base64 && !fingerprint?.template) return content;
  return changed(content, (files) => ({
    ...(files.photo && { photo: { ...files.photo, base64: '' } }),
    ...(files.fingerprint && { fingerprint: { ...files.fingerprint, template: '' } }),
  }));
}

/** An entry for another account: a file is announced by whoever sends it, and a command is used once. */
export const announcedAnew = (content: Content): Content =>
  changed(content, (files) => ({
    ...(files.photo && { photo: { ...files.photo, announce: newId() } }),
    ...(files.fingerprint && { fingerprint: { ...files.fingerprint, announce: newId() } }),
  }));
