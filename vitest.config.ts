import { defineConfig } from 'vitest/config';

/** `npm test` runs what is quick; `npm run test:long` (mode `long`) runs what takes minutes. */
export default defineConfig(({ mode }) => ({
  test: {
    include: [mode === 'long' ? '**/*.long.test.ts' : '**/*.test.ts'],
    exclude: ['node_modules/**', 'dist/**', '.install-*/**', ...(mode === 'long' ? [] : ['**/*.long.test.ts'])],
    reporters: ['default', './tools/closing-line.ts'],
    // By default one core stays free, which of two is half of them.
    maxWorkers: '100%',
    testTimeout: mode === 'long' ? 3_600_000 : 120_000,
    hookTimeout: 120_000,
  },
}));
