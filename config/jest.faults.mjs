/** How jest runs the faults that need processes of their own: servers and databases that are killed, filled, cut off. */
import specs from './jest.config.mjs';

export default {
  ...specs,
  roots: ['<rootDir>/server/e2e/faults'],
  testMatch: ['**/*.e2e.ts'],
  testTimeout: 240_000,
  maxWorkers: 1,
};
