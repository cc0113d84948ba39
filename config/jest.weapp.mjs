/** How jest runs the tests of the compiled mini-program: as the specs, but *.e2e.ts, and one file after the other. */
import specs from './jest.config.mjs';

export default {
  ...specs,
  roots: ['<rootDir>/server/e2e/weapp'],
  testMatch: ['**/*.e2e.ts'],
  testTimeout: 120_000,
  maxWorkers: 1,
};
