/** Taro plugin: lets aria-* attributes through to the templates of the weapp build; the web page has them anyway. */
const path = require('node:path');
const components = require('./components');

module.exports = (ctx) => {
  ctx.registerMethod({
    name: 'onSetupClose',
    fn(platform) {
      if (!platform.template) return;
      platform.template.mergeComponents(ctx, components);
      platform.runtimePath = [].concat(platform.runtimePath, path.join(__dirname, 'runtime.js'));
    },
  });
};
