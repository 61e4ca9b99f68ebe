// The font the tests draw with: Noto Serif SC (OFL 1.1), cut down to what the test documents show.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import subsetFont from 'subset-font';
import { charactersOf } from './font-face.ts';
import { certificateDocument } from './test-kit.ts';

const path = fileURLToPath(
  import.meta.resolve('@expo-google-fonts/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf'),
);
const EXTRA = '一仅用于入学报名ABCDEFGHIJKLMNOPQRSTUVWXYZ';

export const FONT = new Uint8Array(
  await subsetFont(readFileSync(path), charactersOf(certificateDocument()) + EXTRA, { targetFormat: 'truetype' }),
);
