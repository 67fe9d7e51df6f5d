export default {
  appType: 'custom',
  // A style sheet in a data: URL would break the Content Security Policy.
  build: { target: 'es2022', assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  ssr: { noExternal: ['spa-session'] },
  logLevel: 'warn',
}
