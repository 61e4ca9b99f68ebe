import type { Plugin } from 'vite';

const FILE = /sm-crypto-v2\/dist\/index\.mjs$/;
const NAMESPACE = /__export\((sm2_exports|sm4_exports), \{([^}]*)\}\);/g;
/** What `@miaoben/credential` uses of the library to verify. Anything else it began to use would not build. */
const USED = new Set(['getZ', 'precomputePublicKey', 'doVerifySignature', 'verifyPublicKey']);

/**
 * sm-crypto-v2 hangs all its functions on two namespace objects, which no bundler can shake: signing, encryption, key
 * exchange and SM4 would travel with each verification (7 kB gzip of the 50 that the verify screen may weigh). This
 * leaves on them the functions that verify. The library's code itself is not touched.
 */
export function leanSmCrypto(): Plugin {
  return {
    name: 'lean-sm-crypto',
    apply: 'build',
    transform: {
      filter: { id: FILE },
      handler(code) {
        const lean = code
          .replace(NAMESPACE, (_, namespace: string, members: string) => {
            const kept = members.split('\n').filter((line) => USED.has(line.trim().split(':')[0] ?? ''));
            if (namespace === 'sm2_exports' && kept.length !== USED.size)
              throw new Error('sm-crypto-v2 changed its shape');
            return namespace === 'sm2_exports'
              ? `__export(sm2_exports, {${kept.join('\n').replace(/,\s*$/, '')}});`
              : '';
          })
          // Fills a pool of random numbers at load, for signing.
          .replace(/^initRNGPool\(\);$/m, '')
          .replace(/= Uint8Array\.from\(/g, '= /*#__PURE__*/ Uint8Array.from(')
          .replace(/= utils4\.hexToNumber\(/g, '= /*#__PURE__*/ utils4.hexToNumber(');
        if (lean === code) throw new Error('sm-crypto-v2 changed its shape');
        return { code: lean, map: null };
      },
    },
  };
}
