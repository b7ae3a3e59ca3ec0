// Builds each diagram page's script from its own folder; Jinja reads the manifest (api/assets.py).
import { defineConfig } from 'vite';

import { thirdPartyLicences } from './licences.js';

export default defineConfig({
  base: '/static/build/',
  plugins: [ thirdPartyLicences() ],
  build: {
    outDir: '../api/static/build',
    emptyOutDir: true,
    manifest: true,
    target: [ 'chrome109', 'firefox115' ], // the last ones for the old PCs of an office
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0, // no data: fonts, so that the CSP's font-src stays 'self'
    rollupOptions: {
      input: { viewer: 'viewer/index.js', pages: 'pages/index.js', signature: 'signature/index.js' },
      preserveEntrySignatures: 'exports-only' // the signature's is imported when a field asks for it
    }
  }
});
