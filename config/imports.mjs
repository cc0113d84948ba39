/** Who may import whom (docs: the README's tree). shared imports nothing; the faces never import each other. */
const notTest = '\\.(spec|e2e)\\.ts$';
export default {
  forbidden: [
    {
      name: 'shared-imports-nothing',
      severity: 'error',
      from: { path: '^shared/', pathNot: notTest },
      to: { pathNot: '^shared/' },
    },
    {
      name: 'server-imports-no-client',
      severity: 'error',
      from: { path: '^server/' },
      to: { path: '^(admin|miniapp)/' },
    },
    {
      name: 'console-imports-shared-only',
      severity: 'error',
      from: { path: '^admin/' },
      to: { path: '^(server|miniapp|config)/' },
    },
    {
      name: 'mini-program-imports-shared-only',
      severity: 'error',
      from: { path: '^miniapp/' },
      to: { path: '^(server|admin)/' },
    },
    {
      name: 'core-knows-no-feature',
      severity: 'error',
      from: { path: '^server/core/', pathNot: notTest },
      to: { path: '^server/(features|cities|cli|standins|bench|replay|day)/' },
    },
    {
      name: 'features-meet-through-services',
      comment: 'Another feature is reached through its *.service.ts, its tables, or types',
      severity: 'error',
      from: { path: '^server/features/([^/]+)/', pathNot: notTest },
      to: {
        path: '^server/features/',
        pathNot: ['^server/features/$1/', '\\.service\\.ts$', '\\.tables\\.ts$'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'a-page-imports-no-page',
      severity: 'error',
      from: { path: '^(admin|miniapp)/pages/([^/]+)/' },
      to: { path: '^$1/pages/', pathNot: '^$1/pages/$2/' },
    },
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|node_modules)/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.mjs'],
      conditionNames: ['import', 'require', 'node', 'default'],
      exportsFields: ['exports'],
    },
  },
};
