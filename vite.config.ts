import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** The page. Its policy allows no inline script, style or data font, so nothing is inlined. */
export default defineConfig({
  root: 'renderer',
  base: './',
  cacheDir: '../.cache/vite',
  plugins: [react()],
  worker: { format: 'es' },
  build: {
    outDir: '../dist/renderer',
    emptyOutDir: true,
    target: 'chrome140',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 4000,
    reportCompressedSize: false,
  },
})
