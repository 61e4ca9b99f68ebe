import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** True when the command is there, or could be installed now from its Debian package. */
export function debianTool(command: string, debianPackage: string): boolean {
  const isThere = () =>
    ['/usr/bin', '/usr/local/bin', '/opt/homebrew/bin'].some((dir) => existsSync(`${dir}/${command}`));
  if (isThere()) return true;
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false;
  const apt = (...args: string[]) =>
    spawnSync('apt-get', ['-o', 'DPkg::Lock::Timeout=300', '-qq', ...args], {
      stdio: 'ignore',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  apt('update');
  apt('install', '-y', '--no-install-recommends', debianPackage);
  return isThere();
}
