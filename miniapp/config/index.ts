/** How Taro builds the one source twice: for WeChat (dist/weapp) and as a web page served at /m/ (dist/h5). */
import path from 'node:path';
import { defineConfig, type UserConfigExport } from '@tarojs/cli';
import { tokens } from './tokens';

const shared = path.resolve(__dirname, '../../shared');
/** Style tokens reach the stylesheets through one at-rule; sizes are CSS pixels on both sides, never scaled. */
const postcss = {
  pxtransform: { enable: false, config: {} },
  htmltransform: { enable: false },
  './config/tokens-plugin.js': { enable: true, config: tokens() },
};

/** Where `npm run dev` has the server; the page's own host is kept, or the server takes it for a foreign page. */
const server = { target: `http://127.0.0.1:${process.env.PORT ?? 3000}`, changeOrigin: false };
/** Where WeChat finds the server; the web page asks the server it came from. */
const api = process.env.GEZHI_API ?? 'http://127.0.0.1:3000';

export default defineConfig({
  projectName: 'gezhi',
  date: '2026-11-23',
  designWidth: 750,
  deviceRatio: { 750: 1 },
  sourceRoot: '.',
  outputRoot: `dist/${process.env.TARO_ENV}`,
  framework: 'react',
  compiler: { type: 'webpack5', prebundle: { enable: false } },
  cache: { enable: false },
  logger: { quiet: true, stats: false },
  plugins: [path.resolve(__dirname, 'a11y-plugin/index.js')],
  defineConstants: {
    API_ADDRESS: JSON.stringify(process.env.TARO_ENV === 'h5' ? '' : api.replace(/\/+$/, '')),
    VERSION: JSON.stringify(require('../package.json').version),
  },
  // WeChat's map takes its pin from a file of the package only.
  copy: {
    patterns: process.env.TARO_ENV === 'h5' ? [] : [{ from: 'assets/', to: `dist/${process.env.TARO_ENV}/assets/` }],
    options: {},
  },
  mini: {
    postcss,
    compile: { include: [shared] },
    webpackChain: (chain) => adjust(chain),
  },
  h5: {
    publicPath: '/m/',
    staticDirectory: 'static',
    router: { mode: 'hash' },
    // Fast refresh needs packages of its own; a full reload does as well.
    devServer: {
      hot: false,
      open: false,
      host: '127.0.0.1',
      proxy: { '/api': server, '/basemap.json': server },
      // The running server goes on serving /m/ from the folder.
      devMiddleware: { writeToDisk: true },
    },
    output: { filename: 'js/[name].[contenthash:8].js', chunkFilename: 'js/[name].[contenthash:8].js' },
    miniCssExtractPluginOption: {
      filename: 'css/[name].[contenthash:8].css',
      chunkFilename: 'css/[name].[contenthash:8].css',
    },
    postcss,
    compile: { include: [shared] },
    webpackChain: (chain) => {
      adjust(chain);
      chain.resolve.merge({ alias: { '@tarojs/components$': path.resolve(__dirname, 'web-components.ts') } });
      // What several pages use is loaded once.
      chain.merge({ optimization: { splitChunks: { chunks: 'all', minSize: 10_000 } } });
      // All pages are fetched while nothing else is: the signal may be gone when the next one is opened.
      chain.merge({ module: { parser: { javascript: { dynamicImportPrefetch: true } } } });
    },
  },
} satisfies UserConfigExport<'webpack5'>);

interface Chain {
  resolve: { merge(options: object): unknown };
  performance: { hints(on: boolean): unknown };
}

function adjust(chain: Chain) {
  // `shared/` is written for Node's modules, where a neighbour's file is named with `.js`.
  chain.resolve.merge({ extensionAlias: { '.js': ['.ts', '.tsx', '.js'] } });
  // Sizes have a gate of their own.
  chain.performance.hints(false);
}
