/** 首页: my grid, one big way to report, what of mine is under way, and what is reported most. */
import { Screen } from '../../components/screen';
import { Button } from '../../components/tap';
import { dial } from '../../lib/phone';
import { me } from '../../lib/session';
import { elder, settings } from '../../lib/settings';
import { useStore } from '../../lib/store';
import { Report, Shortcuts } from './begin';
import { Afterwards, LatestNotice, OpenCases, useOpenCases } from './mine-open';
import { MyGrid } from './my-grid';
import { WaitingReports } from './waiting';
import './index.scss';

export default function Home() {
  const who = useStore(me);
  const city = useStore(settings);
  const isElder = useStore(elder);
  const open = useOpenCases(who?.id);
  const nothingOpen = !who || open.data?.rows.length === 0;
  return (
    <Screen title={city?.city ?? '格治'} tab="home">
      {/* Large type pushes what comes second down the page: what most come for goes first. */}
      {isElder ? (
        <>
          <Report />
          <MyGrid />
        </>
      ) : (
        <>
          <MyGrid />
          <Report />
        </>
      )}
      <WaitingReports />
      {who && <OpenCases load={open} />}
      {who && nothingOpen && <LatestNotice />}
      <Shortcuts />
      {nothingOpen && <Afterwards />}
      {city?.hotline && (
        <Button
          look="link"
          icon="phone"
          className="home-hotline"
          words={`也可以打 ${city.hotline}`}
          onTap={() => void dial(city.hotline)}
        />
      )}
    </Screen>
  );
}
