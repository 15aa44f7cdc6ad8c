import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [svelte()],
  clearScreen: false,
  // KERN's own sheets use what sass is about to retire.
  css: { preprocessorOptions: { scss: { quietDeps: true } } },
  server: { port: 5173, strictPort: true },
  build: {
    target: 'es2022',
    // The worker alone is over a megabyte and is loaded only with the first page.
    chunkSizeWarningLimit: 1600,
  },
  test: { include: ['src/**/*.test.ts'], environment: 'node' },
});
