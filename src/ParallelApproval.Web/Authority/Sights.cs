using ParallelApproval.Organisation;

namespace ParallelApproval.Web.Authority;

/// <summary>
/// What is only looked at, or done by a command that has no name of its own at the door (查看): each a verb like those of the house.
/// </summary>
internal static class Sights
{
    [Authority("Who am I", InPerson = true)]
    public sealed class SeeOwnSession;

    [Authority("Sign out", InPerson = true)]
    public sealed class EndSession;

    [Authority("Which sessions of another officer are open", Role.Administrator, Role.SecurityAdministrator, InDistrictOnly = true)]
    public sealed class SeeSessionsOfOthers;

    [Authority(
        "Which sign-ins were unusual, and what came of it",
        Role.SecurityAdministrator,
        Role.AuditAdministrator,
        InDistrictOnly = true,
        InPerson = true
    )]
    public sealed class SeeSignInAlarms;

    [Authority("Reads items with their nine public fields")]
    public sealed class SeeCatalogue;

    [Authority(
        "Takes in by sheets what he may enter singly, and takes it back",
        Role.Administrator,
        Role.SecurityAdministrator,
        Role.Designer,
        Role.Manager,
        Role.Supervisor,
        InDistrictOnly = true
    )]
    public sealed class ImportBySheets;

    [Authority("Reads the models and compares bundles with what the house has", Role.Designer, Role.Administrator, InDistrictOnly = true)]
    public sealed class SeeLibrary;

    [Authority("Gives items of the house out as a signed bundle", Role.Designer, Role.Administrator, InDistrictOnly = true)]
    public sealed class ExportBundle;

    [Authority("Publishes items and imports them", Role.Designer, InDistrictOnly = true)]
    public sealed class EditCatalogue;

    [Authority(
        "Reads a case",
        Role.Clerk,
        Role.Approver,
        Role.Supervisor,
        Role.Manager,
        Role.Designer,
        Role.Administrator,
        Relation = Relation.OwnDepartmentForApprovers
    )]
    public sealed class SeeCase;

    [Authority(
        "List cases, the newest first",
        Role.Clerk,
        Role.Approver,
        Role.Supervisor,
        Role.Manager,
        Relation = Relation.OwnDepartmentForApprovers
    )]
    public sealed class ListCases;

    [Authority(
        "A department's inbox, the most urgent first",
        Role.Approver,
        Role.Supervisor,
        Role.Manager,
        Relation = Relation.OwnDepartmentForApprovers
    )]
    public sealed class ListTasks;

    [Authority(
        "What waits for the caller's own act beside the inbox, the most urgent first",
        Role.Clerk,
        Role.Approver,
        Role.Supervisor,
        Role.Manager
    )]
    public sealed class SeeWaiting;

    [Authority(
        "Reads the papers made of a case",
        Role.Clerk,
        Role.Approver,
        Role.Supervisor,
        Role.Manager,
        Relation = Relation.OwnDepartmentForApprovers
    )]
    public sealed class SeeDocuments;

    [Authority(
        "Reads what was handed in",
        Role.Clerk,
        Role.Approver,
        Role.Supervisor,
        Role.Manager,
        Relation = Relation.OwnDepartmentForApprovers
    )]
    public sealed class SeeScans;

    [Authority("Reads what is published", Role.Clerk, Role.Approver, Role.Supervisor, Role.Manager)]
    public sealed class SeePublication;

    [Authority("Reads what is withheld, and why", Role.Supervisor, Role.Manager, InDistrictOnly = true)]
    public sealed class SeeWithheld;

    [Authority("Reads the figures of today", Role.Supervisor, Role.Manager, InDistrictOnly = true)]
    public sealed class SeeFigures;

    [Authority("Reads appraisals", Role.Supervisor, Role.Manager, InDistrictOnly = true)]
    public sealed class SeeAppraisals;

    [Authority("Reads the headline table", Role.Supervisor, Role.Manager, InDistrictOnly = true)]
    public sealed class SeeHeadline;

    [Authority("Reads bulletins", Role.Supervisor, Role.Manager, InDistrictOnly = true)]
    public sealed class SeeBulletins;

    [Authority("Your own notices, the newest first")]
    public sealed class SeeNotices;

    [Authority("Mark one of your notices as read")]
    public sealed class ReadNotice;

    [Authority(
        "Ratings, the newest first, with what is done about the bad ones",
        Role.Clerk,
        Role.Approver,
        Role.Supervisor,
        Role.Manager,
        Relation = Relation.OwnDepartment
    )]
    public sealed class SeeRatings;

    [Authority("Complaints, the newest first", Role.Supervisor, Role.Manager, InDistrictOnly = true)]
    public sealed class SeeComplaints;

    [Authority("Applications sent beforehand to the own window, the longest waiting first", Role.Clerk)]
    public sealed class SeePrechecks;

    [Authority("The booked times of a day, and what can be booked", Role.Clerk, Role.Manager, Role.Administrator)]
    public sealed class SeeBookings;

    [Authority("How many times of each kind were booked in a period, and what became of them", Role.Clerk, Role.Manager, Role.Supervisor)]
    public sealed class SeeBookingFigures;

    [Authority("The newest lines of the block list, or those of one number", Role.Clerk, Role.Supervisor, Role.Manager)]
    public sealed class SeeBlocks;

    [Authority(
        "Files whose term is over, holds, and the register of what was destroyed",
        Role.Manager,
        Role.Supervisor,
        Role.SecurityAdministrator,
        Role.AuditAdministrator,
        InDistrictOnly = true
    )]
    public sealed class SeeDisposals;

    [Authority(
        "Reads letters of authorisation",
        Role.Approver,
        Role.Supervisor,
        Role.Manager,
        Role.Administrator,
        Role.SecurityAdministrator,
        Role.AuditAdministrator
    )]
    public sealed class SeeAuthorisations;

    [Authority("Who may sign over days ahead, who stands in, and the gaps", Role.Supervisor, Role.Manager, Role.Administrator)]
    public sealed class SeePowers;

    [Authority(
        "Comes to the pages of administration",
        Role.Approver,
        Role.Supervisor,
        Role.Manager,
        Role.Designer,
        Role.Administrator,
        Role.SecurityAdministrator,
        Role.AuditAdministrator
    )]
    public sealed class SeeAdministration;

    [Authority("Reads the settings of the installation", Role.Administrator, Role.AuditAdministrator, InDistrictOnly = true)]
    public sealed class SeeSettings;

    [Authority(
        "Reads whom this house serves: region, names, address",
        Role.Supervisor,
        Role.Manager,
        Role.Designer,
        Role.Administrator,
        InDistrictOnly = true
    )]
    public sealed class SeeInstallation;

    [Authority(
        "Reads bodies and windows",
        Role.Supervisor,
        Role.Manager,
        Role.Designer,
        Role.Administrator,
        Role.SecurityAdministrator,
        Role.AuditAdministrator,
        InDistrictOnly = true
    )]
    public sealed class SeeOrganisation;

    [Authority("Reads seals and their use", Role.Supervisor, Role.Manager, Role.Administrator, InDistrictOnly = true)]
    public sealed class SeeSeals;

    [Authority(
        "What was proposed and waits for a second person",
        Role.Manager,
        Role.Administrator,
        Role.SecurityAdministrator,
        Role.AuditAdministrator,
        InDistrictOnly = true
    )]
    public sealed class SeeProposals;

    [Authority(
        "Officers, by part of a name and by department",
        Role.Manager,
        Role.Administrator,
        Role.SecurityAdministrator,
        Role.AuditAdministrator,
        InDistrictOnly = true
    )]
    public sealed class SeeOfficers;

    [Authority(
        "Reads which systems have keys and webhooks, and how these go",
        Role.Administrator,
        Role.SecurityAdministrator,
        Role.AuditAdministrator,
        InDistrictOnly = true
    )]
    public sealed class SeeClients;

    [Authority("Reads calendars")]
    public sealed class SeeCalendar;

    [Authority("Enters calendar years and local days", Role.Administrator, InDistrictOnly = true)]
    public sealed class EditCalendar;

    [Authority("Reads the audit trail", Role.Supervisor, Role.Manager, Role.Administrator, Role.AuditAdministrator, InDistrictOnly = true)]
    public sealed class SeeAudit;

    [Authority(
        "Has the audit trail verified",
        Role.Supervisor,
        Role.Manager,
        Role.Administrator,
        Role.AuditAdministrator,
        InDistrictOnly = true
    )]
    public sealed class VerifyAudit;

    [Authority("Reads flows", Role.Designer, Role.Administrator, InDistrictOnly = true)]
    public sealed class SeeWorkflows;

    [Authority("Draws flows", Role.Designer, InDistrictOnly = true)]
    public sealed class EditWorkflows;

    [Authority("Publishes flows", Role.Designer, InDistrictOnly = true)]
    public sealed class PublishWorkflows;

    [Authority("Reads where a case stands in its flow", Role.Designer, Role.Administrator, InDistrictOnly = true)]
    public sealed class SeeInstances;

    [Authority("Proposals to move cases", Role.Designer, Role.Manager, Role.Administrator, InDistrictOnly = true)]
    public sealed class SeeMigrations;

    [Authority("Approves or rejects a migration", Role.Designer, Role.Manager, InDistrictOnly = true)]
    public sealed class ApproveMigration;

    [Authority("Lists cards", Role.Clerk, Role.Approver, Role.Supervisor, Role.Manager, Relation = Relation.OwnDepartmentUnlessOverseer)]
    public sealed class ListCards;

    [Authority(
        "Lists supervision orders",
        Role.Clerk,
        Role.Approver,
        Role.Supervisor,
        Role.Manager,
        Relation = Relation.OwnDepartmentUnlessOverseer
    )]
    public sealed class ListOrders;

    [Authority(
        "The monitor points with the values by which they work",
        Role.Clerk,
        Role.Approver,
        Role.Supervisor,
        Role.Manager,
        Role.Administrator
    )]
    public sealed class SeeMonitorPoints;

    [Authority(
        "What is open by colour and status, and the gravest and newest cards",
        Role.Clerk,
        Role.Approver,
        Role.Supervisor,
        Role.Manager,
        Relation = Relation.OwnDepartmentUnlessOverseer
    )]
    public sealed class SeeWall;

    [Authority("Reads spot checks", Role.Supervisor, Role.Manager, InDistrictOnly = true)]
    public sealed class SeeSpotChecks;

    [Authority("Looks at the jobs", Role.Administrator, Role.Supervisor, InDistrictOnly = true)]
    public sealed class SeeJobs;

    [Authority("Runs jobs by hand", Role.Administrator, InDistrictOnly = true)]
    public sealed class RunJobs;
}
