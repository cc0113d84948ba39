/** Every feature, one line each. */
import { type DynamicModule, Module, ValidationPipe } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { ThrottlerStorageService } from '@nestjs/throttler';
import { LoggerModule } from 'nestjs-pino';
import { AccessGuard, Doorkeeper } from './core/access.js';
import { Db } from './core/db.js';
import { ENV, type Env } from './core/env.js';
import { violations } from './core/form.js';
import { Jobs } from './core/jobs.js';
import { logging } from './core/logging.js';
import { openStorage } from './core/open-storage.js';
import { ProblemFilter, problem } from './core/problem.js';
import { RateGuard } from './core/rate.js';
import { Recurring } from './core/recurring.js';
import { RequestInterceptor } from './core/request.js';
import { Secrets } from './core/secrets.js';
import { Storage } from './core/storage.js';
import { Watch } from './core/watch.js';
import { AuditAnchors } from './features/audit/audit.anchors.js';
import { AuditController } from './features/audit/audit.controller.js';
import { AuditQueries } from './features/audit/audit.queries.js';
import { AuditService } from './features/audit/audit.service.js';
import { CaseReads } from './features/cases/case-reads.service.js';
import { CaseReports } from './features/cases/case-reports.service.js';
import { CaseTrials } from './features/cases/case-trials.service.js';
import { CaseContacts } from './features/cases/cases.contact.js';
import { CasesController } from './features/cases/cases.controller.js';
import { CaseDeadlines } from './features/cases/cases.deadlines.js';
import { CasesJobs } from './features/cases/cases.jobs.js';
import { CaseLooks } from './features/cases/cases.looks.js';
import { CaseNumbers } from './features/cases/cases.numbers.js';
import { CasePhones } from './features/cases/cases.phones.js';
import { CasesQueries } from './features/cases/cases.queries.js';
import { CaseReckoning } from './features/cases/cases.reckoning.js';
import { CaseReminders } from './features/cases/cases.reminders.js';
import { CaseSearch } from './features/cases/cases.search.js';
import { CasesService } from './features/cases/cases.service.js';
import { SimilarCases } from './features/cases/cases.similar.js';
import { CaseSpots } from './features/cases/cases.spots.js';
import { CaseViews } from './features/cases/cases.views.js';
import { VisitsController } from './features/cases/cases.visits.controller.js';
import { CaseVisits } from './features/cases/cases.visits.js';
import { ExportsController } from './features/cases/exports.controller.js';
import { ExportsService } from './features/cases/exports.service.js';
import { FactsService } from './features/cases/facts.service.js';
import { IntakeController } from './features/cases/intake.controller.js';
import { IntakeService } from './features/cases/intake.service.js';
import { PaperController } from './features/cases/paper.controller.js';
import { CasePaper } from './features/cases/paper.service.js';
import { DraftsController } from './features/desk/drafts.controller.js';
import { DraftsService } from './features/desk/drafts.service.js';
import { KeptService } from './features/desk/kept.service.js';
import { MacrosController } from './features/desk/macros.controller.js';
import { MacrosService } from './features/desk/macros.service.js';
import { TemplatesController } from './features/desk/templates.controller.js';
import { ViewsController } from './features/desk/views.controller.js';
import { ViewsService } from './features/desk/views.service.js';
import { DutyController } from './features/duty/duty.controller.js';
import { DutyDryRun } from './features/duty/duty.dry-run.js';
import { DutyJobs } from './features/duty/duty.jobs.js';
import { DutyOffice } from './features/duty/duty.office.js';
import { DutyQueries } from './features/duty/duty.queries.js';
import { DutyService } from './features/duty/duty.service.js';
import { DutySheet } from './features/duty/duty.sheet.js';
import { FilesController } from './features/files/files.controller.js';
import { FilesJobs } from './features/files/files.jobs.js';
import { FilesService } from './features/files/files.service.js';
import { FirstRunController } from './features/first-run/first-run.controller.js';
import { FirstRunService } from './features/first-run/first-run.service.js';
import { HealthController } from './features/health/health.controller.js';
import { HintsController } from './features/hints/hints.controller.js';
import { HintsQueries } from './features/hints/hints.queries.js';
import { HintsService } from './features/hints/hints.service.js';
import { LiveController } from './features/live/live.controller.js';
import { LiveService } from './features/live/live.service.js';
import { PresenceService } from './features/live/presence.service.js';
import { NoticesController } from './features/notices/notices.controller.js';
import { NoticesService } from './features/notices/notices.service.js';
import { AccountsController } from './features/people/accounts.controller.js';
import { AccountsQueries } from './features/people/accounts.queries.js';
import { AccountsService } from './features/people/accounts.service.js';
import { DirectoryService } from './features/people/directory.service.js';
import { HandOverController } from './features/people/hand-over.controller.js';
import { HandOverService } from './features/people/hand-over.service.js';
import { PostsService } from './features/people/posts.service.js';
import { StandInsController } from './features/people/stand-ins.controller.js';
import { StandInsService } from './features/people/stand-ins.service.js';
import { UnitsController } from './features/people/units.controller.js';
import { UnitsService } from './features/people/units.service.js';
import { PlaceClosing } from './features/places/closing.service.js';
import { ImportRuns } from './features/places/import.runs.js';
import { PlacesController } from './features/places/places.controller.js';
import { PlaceImport } from './features/places/places.import.js';
import { PlacesQueries } from './features/places/places.queries.js';
import { PlacesService } from './features/places/places.service.js';
import { PlaceRegistry } from './features/places/registry.service.js';
import { RoadsService } from './features/places/roads.service.js';
import { PlaceShapes } from './features/places/shapes.service.js';
import { MeQueries } from './features/session/me.queries.js';
import { PasswordsService } from './features/session/passwords.service.js';
import { ResidentsService } from './features/session/residents.service.js';
import { SessionController } from './features/session/session.controller.js';
import { SessionService } from './features/session/session.service.js';
import { SignInTries } from './features/session/sign-in-tries.service.js';
import { StaffSignIn } from './features/session/staff-sign-in.service.js';
import { WechatClient } from './features/session/wechat.client.js';
import { HoursService } from './features/settings/hours.service.js';
import { SettingsController } from './features/settings/settings.controller.js';
import { SettingsService } from './features/settings/settings.service.js';
import { StatsController } from './features/stats/stats.controller.js';
import { StatsJobs } from './features/stats/stats.jobs.js';
import { StatsQueries } from './features/stats/stats.queries.js';
import { StatsService } from './features/stats/stats.service.js';

export interface Parts {
  env: Env;
  db: Db;
  secrets: Secrets;
}

const controllers = [
  AccountsController,
  AuditController,
  FirstRunController,
  SessionController,
  SettingsController,
  UnitsController,
  CasesController,
  VisitsController,
  ExportsController,
  PaperController,
  IntakeController,
  DutyController,
  FilesController,
  HealthController,
  HintsController,
  NoticesController,
  PlacesController,
  StatsController,
  ViewsController,
  DraftsController,
  MacrosController,
  TemplatesController,
  LiveController,
  StandInsController,
  HandOverController,
];
const services = [
  AuditService,
  AuditAnchors,
  AuditQueries,
  AccountsService,
  AccountsQueries,
  DirectoryService,
  PostsService,
  UnitsService,
  FirstRunService,
  MeQueries,
  PasswordsService,
  ResidentsService,
  SessionService,
  SignInTries,
  StaffSignIn,
  WechatClient,
  SettingsService,
  HoursService,
  PlaceClosing,
  PlaceRegistry,
  PlacesService,
  PlaceImport,
  ImportRuns,
  PlacesQueries,
  PlaceShapes,
  RoadsService,
  CasesService,
  CaseReports,
  CaseViews,
  CaseNumbers,
  CasesQueries,
  CaseLooks,
  CasePhones,
  CaseSearch,
  CasePaper,
  ExportsService,
  IntakeService,
  CasesJobs,
  CaseContacts,
  CaseSpots,
  CaseReckoning,
  CaseReminders,
  CaseVisits,
  CaseDeadlines,
  DutyService,
  DutyOffice,
  DutyQueries,
  DutyDryRun,
  DutySheet,
  DutyJobs,
  FilesService,
  FilesJobs,
  HintsService,
  HintsQueries,
  NoticesService,
  FactsService,
  StatsService,
  StatsQueries,
  StatsJobs,
  CaseReads,
  CaseTrials,
  SimilarCases,
  KeptService,
  ViewsService,
  DraftsService,
  MacrosService,
  LiveService,
  PresenceService,
  StandInsService,
  HandOverService,
];

const validation = new ValidationPipe({
  transform: true,
  whitelist: true,
  forbidNonWhitelisted: true,
  exceptionFactory: (found) => problem('input.invalid', { errors: violations(found) }),
});

@Module({})
export class AppModule {
  static with({ env, db, secrets }: Parts): DynamicModule {
    return {
      module: AppModule,
      imports: [LoggerModule.forRoot(logging(env))],
      controllers,
      providers: [
        { provide: ENV, useValue: env },
        { provide: Db, useValue: db },
        { provide: Secrets, useValue: secrets },
        { provide: Storage, useValue: openStorage(env) },
        { provide: Doorkeeper, useExisting: SessionService },
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_GUARD, useClass: RateGuard },
        ThrottlerStorageService,
        { provide: APP_INTERCEPTOR, useClass: RequestInterceptor },
        { provide: APP_PIPE, useValue: validation },
        { provide: APP_FILTER, useClass: ProblemFilter },
        Watch,
        Jobs,
        Recurring,
        ...services,
      ],
    };
  }
}
