/** Babel as Taro wants it: React 18, TypeScript, webpack 5. */
module.exports = { presets: [['taro', { framework: 'react', ts: true, compiler: 'webpack5', hot: false }]] };
