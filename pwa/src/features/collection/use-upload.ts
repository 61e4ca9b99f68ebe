import { useState } from 'preact/hooks';
import type { Answer } from '../../data/post.ts';
import type { Problem } from '../../data/problem.ts';
import { uploadFile } from '../../data/upload.ts';

interface Announced {
  id: string;
  files: readonly { number: number; uploadUrl?: string | null | undefined }[];
}

/** Sends the files of a batch one after the other to the addresses they were given. */
export function useUpload() {
  const [going, setGoing] = useState<{ name: string; share: number } | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  /** @returns id of the batch, null when something went wrong */
  const send = async (files: readonly File[], announce: () => Promise<Answer<Announced>>): Promise<string | null> => {
    setProblem(null);
    setGoing({ name: files[0]?.name ?? '', share: 0 });
    const failed = (what: Problem): null => {
      setGoing(null);
      setProblem(what);
      return null;
    };
    const announced = await announce();
    if (!announced.ok) return failed(announced.problem);
    const urls = announced.data.files.flatMap(({ uploadUrl }) => uploadUrl ?? []);
    for (const [i, file] of files.entries()) {
      const url = urls[i];
      if (!url) return failed({ code: 'INTERNAL' });
      const sent = await uploadFile(url, file, (share) => setGoing({ name: file.name, share }));
      if (!sent.ok) return failed(sent.problem);
    }
    setGoing(null);
    return announced.data.id;
  };
  return { going, problem, setProblem, send };
}
