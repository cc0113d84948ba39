/** How the console is built and served while it is worked on. */
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The host stays ours: the server refuses requests that come from the page of another. */
const server = { target: `http://127.0.0.1:${process.env.PORT ?? 3000}`, changeOrigin: false };

export default defineConfig({
  base: '/admin/',
  plugins: [react()],
  build: {
    target: ['chrome109', 'safari16'],
    reportCompressedSize: true,
    chunkSizeWarningLimit: 900,
    rolldownOptions: {
      // antd's inputs ask this package for a context only; its whole form and validator would come along (24 kB).
      treeshake: { moduleSideEffects: [{ test: /@rc-component\/(form|async-validator)\//, sideEffects: false }] },
    },
  },
  server: { proxy: { '/api': server, '/basemap.json': server } },
});
