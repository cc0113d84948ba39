/** How jest runs the specs of shared/ and server/: CommonJS with swc, real files, a real database. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const swc = JSON.parse(readFileSync(new URL('./swc.json', import.meta.url), 'utf8'));
const { $schema: _, ...options } = swc;

// These packages publish ES modules only, which jest on Node 20 cannot require.
const esmOnly = [
  '@nestjs',
  '@fastify',
  'file-type',
  'strtok3',
  'token-types',
  '@tokenizer',
  'uint8array-extras',
  '@borewit',
  'iterare',
  'uid',
  'cookie',
  'content-disposition',
  'gcoord',
  'rbush',
  'quickselect',
  'polyclip-ts',
  'splaytree-ts',
  '@turf',
  'exif-reader',
];

export default {
  // Threads run what is compiled (see server/core/thread.ts).
  globalSetup: fileURLToPath(new URL('./jest.setup.mjs', import.meta.url)),
  rootDir: fileURLToPath(new URL('..', import.meta.url)),
  roots: ['<rootDir>/shared', '<rootDir>/server', '<rootDir>/admin', '<rootDir>/config'],
  testMatch: ['**/*.spec.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  modulePathIgnorePatterns: ['/dist/'],
  testEnvironment: 'node',
  transform: { '\\.[cm]?[jt]s$': ['@swc/jest', { ...options, module: { type: 'commonjs' } }] },
  transformIgnorePatterns: [`/node_modules/(?!(${esmOnly.join('|')})/)`],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  testTimeout: 30_000,
};
