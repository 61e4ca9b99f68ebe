import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FINGERPRINT_BRIDGE as READER } from '@miaoben/schedule/clinic-visit';
import { describe, expect, it } from 'vitest';
import { FINGERPRINT_BRIDGE, SECURITY_HEADERS, securityHeaders } from '../../gateway/headers.ts';
import { root } from '../support/product.ts';

const filesUnder = (folder: string, ending: RegExp): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => ending.test(path) && !/node_modules|dist\/|\.test\./.test(path))
    .map((path) => join(root, folder, path));
const read = (path: string) => readFileSync(path, 'utf8');

describe('text of a field is never script', () => {
  it('attack 23: no screen writes markup from text', () => {
    const sources = filesUnder('pwa', /\.tsx?$/);
    expect(sources.length).toBeGreaterThan(100);
    const writing =
      /\.(?:innerHTML|outerHTML|srcdoc)\s*=|dangerouslySetInnerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function\(/;
    expect(sources.filter((path) => writing.test(read(path)))).toEqual([]);
  });
});

describe('the app comes from its own origin', () => {
  const policy = new Map(
    (SECURITY_HEADERS['content-security-policy'] ?? '').split('; ').map((directive) => {
      const [name = '', ...sources] = directive.split(' ');
      return [name, sources] as const;
    }),
  );

  it('attack 36: the policy of every page allows no inline script, no text as code, no other origin', () => {
    expect(policy.get('default-src')).toEqual(["'self'"]);
    // The camera decoder is WebAssembly.
    expect(policy.get('script-src')).toEqual(["'self'", "'wasm-unsafe-eval'"]);
    for (const name of ['style-src', 'connect-src', 'worker-src', 'form-action'])
      expect(policy.get(name)).toEqual(["'self'"]);
    for (const name of ['object-src', 'base-uri', 'frame-ancestors']) expect(policy.get(name)).toEqual(["'none'"]);
    expect([...policy.values()].flat().filter((source) => /:\/\/|\*|'unsafe-(?:inline|eval)'/.test(source))).toEqual(
      [],
    );
  });

  it('attack 36: a page of the clinic reaches the fingerprint reader of its own computer beside its origin, no other page does', () => {
    expect(FINGERPRINT_BRIDGE).toBe(READER);
    expect(new URL(READER).hostname).toBe('127.0.0.1');
    const name = 'content-security-policy';
    const of = (path: string) => securityHeaders(path)[name];
    for (const path of ['/', '/family/', '/desk/', '/clinical', '/verify/'])
      expect(of(path)).toBe(SECURITY_HEADERS[name]);
    expect(of('/clinic/')).toBe(SECURITY_HEADERS[name]?.replace("connect-src 'self'", `connect-src 'self' ${READER}`));
    expect(of('/clinic/')).not.toBe(SECURITY_HEADERS[name]);
  });

  it('attack 36: no document has a script or a handler in its text, or asks another host', () => {
    const documents = filesUnder('pwa', /\.html$/);
    expect(documents.length).toBeGreaterThanOrEqual(6);
    for (const path of documents) {
      const text = read(path);
      expect.soft(text, path).not.toMatch(/<script(?![^>]*\ssrc=)[^>]*>|\son\w+=|(?:src|href)="(?:https?:)?\/\//);
    }
  });

  it('attack 36: the worker registers no script from elsewhere and serves the app alone', () => {
    const worker = read(join(root, 'pwa/src/sw/sw.ts'));
    expect(worker).not.toMatch(/importScripts|https?:\/\//);
    expect(worker).toContain('sameOrigin');
  });
});

describe('a verdict excludes nobody', () => {
  const catalogues = filesUnder('pwa/src/i18n', /(?:zh-CN|en)\/\w+\.ts$/);
  const excluding =
    /(?<!作为)拒绝(?:入|其入|该生)|不得入|不予入|禁止入|不准入|不能入(?:学|园|托)|refused? entry|entry (?:is )?refused|may not (?:enter|attend)|not admitted/i;

  it('attack 38: no text of the app says that a child may not enter', () => {
    expect(catalogues.length).toBeGreaterThan(20);
    expect(catalogues.filter((path) => excluding.test(read(path)))).toEqual([]);
  });

  it('attack 38: missing doses are called catch-up, and the report says that they are no reason to refuse', () => {
    expect(read(join(root, 'pwa/src/i18n/zh-CN/scan.ts'))).toMatch(/'result\.catchUp': '[^']*补种/);
    expect(read(join(root, 'pwa/src/i18n/zh-CN/checks.ts'))).toMatch(/不作为拒绝入学的理由/);
  });
});
