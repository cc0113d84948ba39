// Invented names of the demo city: streets, communities, and the places that have a grid of their own.

/** 街道, from west to east and north to south. No street of this name exists in Shanghai. */
export const streetNames = ['申澜', '沪春', '望云', '江澄', '锦棠'] as const;

/** 社区, dealt out in the same order. */
export const communityNames = [
  '晴澜',
  '福荫',
  '同泰坊',
  '汇春里',
  '云锦',
  '沁芳',
  '仁和坊',
  '长乐苑',
  '梧荫里',
  '鸣鹤',
  '春晖坊',
  '听雨里',
  '桂庭',
  '兴和里',
  '星桥',
  '安澜',
  '石库里',
  '望潮',
] as const;

/** 专属网格: a name, and the place near which a block is taken for it (WGS-84, millionths of a degree). */
export const specialPlaces = [
  { name: '锦澜里购物中心', near: [121476500, 31237300] },
  { name: '沐风公园', near: [121469800, 31233600] },
  { name: '惠仁医院', near: [121465600, 31224200] },
  { name: '启秀中学', near: [121480600, 31223300] },
] as const;

export const ordinals = ['一', '二', '三', '四', '五', '六', '七', '八', '九'] as const;
