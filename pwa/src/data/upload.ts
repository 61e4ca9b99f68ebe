import type { Answer } from './post.ts';
import { codeOfStatus, problemOfErrors } from './problem.ts';

/**
 * Sends a file to an address a mutation gave out (`uploadUrl`). Never throws; a link that breaks is the problem `OFFLINE`.
 * @param onProgress share sent, 0..1
 */
export function uploadFile(url: string, file: File, onProgress: (share: number) => void): Promise<Answer<null>> {
  // fetch() tells nothing about how far an upload is.
  const request = new XMLHttpRequest();
  return new Promise((resolve) => {
    request.upload.addEventListener('progress', ({ loaded, total, lengthComputable }) => {
      if (lengthComputable) onProgress(loaded / total);
    });
    request.addEventListener('load', () => resolve(answerOf(request)));
    for (const failure of ['error', 'abort', 'timeout'])
      request.addEventListener(failure, () => resolve({ ok: false, problem: { code: 'OFFLINE' } }));
    request.open('PUT', url);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.send(file);
  });
}

function answerOf(request: XMLHttpRequest): Answer<null> {
  if (request.status >= 200 && request.status < 300) return { ok: true, data: null };
  const errors = errorsOf(request.responseText);
  return { ok: false, problem: errors ? problemOfErrors(errors) : { code: codeOfStatus(request.status) } };
}

function errorsOf(body: string): { extensions?: Record<string, unknown> }[] | null {
  try {
    const { errors } = JSON.parse(body) as { errors?: { extensions?: Record<string, unknown> }[] };
    return errors?.length ? errors : null;
  } catch {
    // A proxy's page instead of the server's answer: the status is all there is.
    return null;
  }
}
