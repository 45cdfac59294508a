namespace ParallelApproval.Database;

/// <summary>
/// What the role of the application may do with each table, where another role owns them (表权限): read and enter rows everywhere, change
/// them where the product does, remove them where the product does, and nothing else. It may empty no table, change none, and switch no
/// trigger off, for that only an owner may.
/// </summary>
internal static class TableRights
{
    /// <summary>Tables whose rows are entered and never changed or removed.</summary>
    public static readonly IReadOnlySet<string> OnlyEntered = new HashSet<string>(StringComparer.Ordinal)
    {
        "appraisal_points",
        "bulletins",
        "case_events",
        "clock_entries",
        "decisions",
        "document_templates",
        "house_events",
        "ratings",
        "scan_contents",
        "seal_uses",
        "services_given",
        "trail_keys",
        "trail_roots",
    };

    /// <summary>Tables of whose rows one column alone may be changed.</summary>
    public static readonly IReadOnlyDictionary<string, string> OneColumn = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        // The change of keys writes them anew; what they say stays, by the seal of the case.
        ["documents"] = "facts",
    };

    /// <summary>Tables that no program writes to but the one that makes them.</summary>
    public static readonly IReadOnlySet<string> OnlyRead = new HashSet<string>(StringComparer.Ordinal) { "__EFMigrationsHistory" };

    /// <summary>Tables whose rows go when they have served, or when a draft is given up.</summary>
    public static readonly IReadOnlySet<string> Removed = new HashSet<string>(StringComparer.Ordinal)
    {
        // A month that two persons reopen; the trigger asks for their record.
        "appraisal_periods",
        // What an import brought is taken back while nobody has used it.
        "authorisations",
        "departments",
        "listed_items",
        "materials",
        "officers",
        "service_item_versions",
        "bookings",
        // One that a stage of the flow draws in again.
        "branches",
        // Entered by one, waiting for a second.
        "calendar_entries",
        "calendar_local_days",
        "calendar_recounts",
        "citizen_messages",
        "data_protection_keys",
        "event_retries",
        "idempotency_keys",
        "office_addresses",
        "open_applications",
        // A way in that its holder or an administrator takes away; the record of the house tells of it.
        "outside_identities",
        "passkey_challenges",
        "passkeys",
        "phrases",
        "precheck_files",
        "precheck_papers",
        "precheck_receipts",
        "prechecks",
        // The term of a case whose file was destroyed.
        "retentions",
        "saved_views",
        "second_factors",
        "sessions",
        "sign_in_alarms",
        "sign_in_attempts",
        "uncollected",
        "unsealed_changes",
        "webhook_deliveries",
        "workflow_calls",
        // Drafts; the trigger keeps what was published.
        "workflow_definitions",
        "workflow_schedules",
        // A result that is shown to the public again.
        "withheld_results",
    };

    /// <summary>The rights to a table as PostgreSQL writes them down, in its order.</summary>
    public static IReadOnlyList<string> Of(string table) =>
        OnlyRead.Contains(table) ? ["SELECT"]
        : OnlyEntered.Contains(table) ? ["INSERT", "SELECT"]
        : OneColumn.TryGetValue(table, out var column) ? ["INSERT", "SELECT", $"UPDATE({column})"]
        : Removed.Contains(table) ? ["DELETE", "INSERT", "SELECT", "UPDATE"]
        : ["INSERT", "SELECT", "UPDATE"];
}
