/** PostCSS: writes the tokens where a stylesheet says `@tokens normal;` or `@tokens elder;`. */
module.exports = (tokens) => ({
  postcssPlugin: 'gezhi-tokens',
  AtRule: {
    tokens(rule) {
      const set = tokens[rule.params.trim()];
      if (!set) throw rule.error(`no tokens named ${rule.params}`);
      for (const [prop, value] of Object.entries(set)) rule.before({ prop, value });
      rule.remove();
    },
  },
});
module.exports.postcss = true;
