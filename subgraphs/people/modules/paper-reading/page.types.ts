/** Where something stands on the prepared page, in shares of its width and height (0 to 1). */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A word as the recogniser read it; `confidence` 0 to 100. */
export interface Word {
  readonly text: string;
  readonly confidence: number;
  readonly box: Box;
}

/** What a recogniser found on a paper. */
export interface ReadPage {
  /** lines from top to bottom, words from left to right */
  readonly lines: readonly (readonly Word[])[];
  /** the page as it was read: upright, cropped, without colours and rules of a table; JPEG */
  readonly picture: Uint8Array;
  /** variance of the Laplacian of the page; a blurred one is not read at all */
  readonly sharpness: number;
}

/** Why a paper was not read. */
export type ReadingFault = 'blurred' | 'no_text' | 'file_type' | 'file_too_large' | 'busy' | 'too_late' | 'interrupted';

export class NotRead extends Error {
  readonly fault: ReadingFault;
  constructor(fault: ReadingFault) {
    super(fault);
    this.fault = fault;
  }
}

/**
 * The port to whatever reads papers; the one here runs on the server's own machine, so that no paper leaves it.
 * A recogniser of the province can take its place.
 */
export interface Recogniser {
  /** @param file .jpg, .png or .pdf (its first page) @throws NotRead */
  read(file: Uint8Array): Promise<ReadPage>;
  stop(): Promise<void>;
}
