/** A password that is shown once, to be handed over. */
import { Alert, Typography } from 'antd';

export function PasswordOnce({ login, password }: { login: string; password: string }) {
  return (
    <Alert
      type="warning"
      showIcon
      title="初始密码只显示这一次"
      description={
        <>
          <p>请当面或用可靠的方式交给本人，本人登录后必须修改。</p>
          <p>
            用户名 <b>{login}</b>，密码{' '}
            <Typography.Text code copyable>
              {password}
            </Typography.Text>
          </p>
        </>
      }
    />
  );
}
