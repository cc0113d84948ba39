/** The components of Taro as the web page has them: all but its View, in whose place stands our own. */
export * from '@tarojs/components/lib/react';
export { View } from '../components/view.h5';
