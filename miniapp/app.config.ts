/** What WeChat must know before the code runs: the pages, the four tabs, and the permissions with their reasons. */
export default defineAppConfig({
  pages: [
    'pages/home/index',
    'pages/cases/index',
    'pages/notices/index',
    'pages/mine/index',
    'pages/report/photo/index',
    'pages/report/what/index',
    'pages/report/where/index',
    'pages/report/words/index',
    'pages/report/done/index',
    'pages/case/index',
    'pages/act/index',
    'pages/contact/index',
    'pages/privacy/index',
    'pages/about/index',
  ],
  window: {
    navigationBarTitleText: '格治',
    navigationBarBackgroundColor: '#FFFFFF',
    navigationBarTextStyle: 'black',
    backgroundColor: '#F4F6F8',
    backgroundTextStyle: 'dark',
  },
  tabBar: {
    // Drawn by our own pages: WeChat's cannot be enlarged for 长辈版.
    custom: true,
    color: '#4A5567',
    selectedColor: '#1257A8',
    backgroundColor: '#FFFFFF',
    list: [
      { pagePath: 'pages/home/index', text: '首页' },
      { pagePath: 'pages/cases/index', text: '我的诉求' },
      { pagePath: 'pages/notices/index', text: '消息' },
      { pagePath: 'pages/mine/index', text: '我的' },
    ],
  },
  permission: { 'scope.userLocation': { desc: '用于找到您所在的网格，把问题交给负责的人' } },
  requiredPrivateInfos: ['startLocationUpdate', 'onLocationChange', 'chooseLocation'],
  lazyCodeLoading: 'requiredComponents',
  __usePrivacyCheck__: true,
});
