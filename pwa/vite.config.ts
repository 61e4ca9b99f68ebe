import { fileURLToPath } from 'node:url';
import preact from '@preact/preset-vite';
import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { leanSmCrypto } from './lean-sm-crypto.ts';
import { precacheEntries } from './precache-entries.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** One document per audience; each loads only what it needs. */
const entries = {
  home: here('index.html'),
  family: here('family/index.html'),
  clinic: here('clinic/index.html'),
  school: here('school/index.html'),
  desk: here('desk/index.html'),
  verify: here('verify/index.html'),
};

const FRAME =
  /node_modules\/(preact|@preact|idb)\/|vite\/preload-helper|rolldown\/runtime|\/pwa\/src\/(ui\/(icon|feedback|button|labelled|router|toast|preferences)|features\/session\/(shell|mount|audience|online)|sw\/update|data\/network|offline\/store|i18n\/(catalogue|locale|format|common|zh-CN\/common))\./;
const VERIFIER =
  /\/certificates\/credential\/(?!class-list)|\/pwa\/src\/(features\/(scan\/(?!wedge|burst)|trust\/)|i18n\/(scan|vaccines|zh-CN\/(scan|vaccines))\.)/;

const precache = precacheEntries();

export default defineConfig({
  root: here('.'),
  appType: 'mpa',
  plugins: [
    preact({ prefreshEnabled: false }),
    leanSmCrypto(),
    precache.plugin,
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src/sw',
      filename: 'sw.ts',
      injectRegister: null,
      registerType: 'prompt',
      injectManifest: {
        globPatterns: ['**/*.{html,js,css,svg,webmanifest}'],
        maximumFileSizeToCacheInBytes: 1_000_000,
        manifestTransforms: [precache.describe],
      },
      manifest: {
        name: '苗本 预防接种服务',
        short_name: '苗本',
        lang: 'zh-CN',
        start_url: '/',
        scope: '/',
        display: 'standalone',
        background_color: '#f5f7f6',
        theme_color: '#0b7257',
        icons: [
          { src: '/icon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' },
          { src: '/icon-maskable.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'maskable' },
        ],
      },
    }),
  ],
  build: {
    outDir: here('dist'),
    emptyOutDir: true,
    manifest: true,
    // Browsers of the last four years, the domestic ones on Chromium included.
    target: ['chrome105', 'firefox104', 'safari16'],
    // Documents name their scripts up front; what is fetched later comes from the service worker's cache anyway.
    modulePreload: {
      polyfill: false,
      resolveDependencies: (_file, deps, { hostType }) => (hostType === 'html' ? deps : []),
    },
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: entries,
      output: {
        codeSplitting: {
          // What every document needs, and what verifying needs, in one file each: many small ones compress worse.
          groups: [
            { name: 'frame', test: FRAME, priority: 2 },
            { name: 'verifier', test: VERIFIER, priority: 1 },
          ],
        },
      },
      // Pure libraries that do not say so: what a screen does not use of them stays out.
      treeshake: { moduleSideEffects: [{ test: /node_modules\/(cborg|@noble|hucre)\//, sideEffects: false }] },
    },
  },
  server: {
    port: 5173,
    proxy: Object.fromEntries(['/graphql', '/files', '/trust'].map((path) => [path, 'http://127.0.0.1:4000'])),
  },
});
