/** The look of shared/look.ts as antd's tokens. */
import type { ThemeConfig } from 'antd';
import { colors, radius, tones } from '../../shared/look.js';

export const fontFamily =
  '"PingFang SC", "Microsoft YaHei UI", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", system-ui, sans-serif';

export const theme: ThemeConfig = {
  token: {
    colorPrimary: colors.brand,
    colorInfo: colors.brand,
    colorLink: colors.brand,
    colorLinkHover: colors.brand,
    colorSuccess: tones.done.text,
    colorWarning: tones.waiting.text,
    colorError: tones.late.text,
    colorText: colors.ink,
    colorTextHeading: colors.ink,
    colorTextSecondary: colors.ink2,
    colorTextTertiary: colors.ink2,
    colorTextDescription: colors.ink2,
    colorTextPlaceholder: colors.placeholder,
    colorTextDisabled: colors.placeholder,
    colorBorder: '#C3CBD5',
    colorBorderSecondary: colors.line,
    colorBgLayout: colors.ground,
    colorBgContainer: colors.paper,
    colorErrorBg: tones.late.soft,
    colorWarningBg: tones.waiting.soft,
    colorInfoBg: colors.brandSoft,
    colorSuccessBg: tones.done.soft,
    controlItemBgActive: colors.brandSoft,
    controlItemBgActiveHover: colors.brandSoft,
    controlItemBgHover: colors.ground,
    borderRadius: radius - 2,
    borderRadiusLG: radius,
    fontSize: 14,
    fontFamily,
    motionDurationMid: '0.12s',
    motionDurationSlow: '0.18s',
  },
  components: {
    Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none' },
    Table: {
      headerBg: colors.paper,
      headerColor: colors.ink2,
      headerSplitColor: 'transparent',
      rowHoverBg: colors.ground,
      rowSelectedBg: colors.brandSoft,
      rowSelectedHoverBg: colors.brandSoft,
      cellPaddingBlockSM: 8,
      cellPaddingInlineSM: 8,
    },
    Segmented: { itemSelectedColor: colors.brand, trackBg: '#E9EDF2' },
    Tooltip: { colorBgSpotlight: colors.ink },
  },
};
