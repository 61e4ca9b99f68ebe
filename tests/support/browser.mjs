import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const PLACES = [
  process.env.MIAOBEN_BROWSER,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
const LEAN = '/usr/bin/chromium-headless-shell';
const CJK_FONT = '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc';

const found = () => PLACES.find((path) => path && existsSync(path));

/**
 * A Chromium that is there, or Debian's, installed now with a Chinese font and its lean variant.
 * @returns their paths in variables of the environment, or undefined
 */
export async function ensureBrowser() {
  const isComplete = () => found() && existsSync(CJK_FONT);
  if (
    !(isComplete() && (existsSync(LEAN) || !process.env.CI)) &&
    process.getuid?.() === 0 &&
    existsSync('/usr/bin/apt-get')
  ) {
    process.stdout.write('\n== installing a browser\n');
    const apt = (...args) =>
      spawnSync('apt-get', ['-o', 'DPkg::Lock::Timeout=300', '-qq', ...args], {
        stdio: ['ignore', 'ignore', 'inherit'],
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      });
    apt('update');
    if (!isComplete()) apt('install', '-y', '--no-install-recommends', 'chromium', 'fonts-noto-cjk');
    apt('install', '-y', '--no-install-recommends', 'chromium-headless-shell');
  }
  const browser = found();
  return browser && { MIAOBEN_BROWSER: browser, ...(existsSync(LEAN) && { MIAOBEN_LEAN_BROWSER: LEAN }) };
}
