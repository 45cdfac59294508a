namespace ParallelApproval.Database.Embedded;

/// <summary>
/// On which machine, and in which of its containers, the server of a folder was started last. Processes of another one cannot be seen, and
/// two servers on one cluster destroy it: so a folder that is in use elsewhere is left alone.
/// </summary>
internal static class ServerPlace
{
    /// <summary>Notes that the server of the folder runs here.</summary>
    public static void Note(ClusterFolder folder) => File.WriteAllText(folder.PlaceFile, Here());

    /// <exception cref="EmbeddedPostgresException">Somebody uses the folder, and the server was started elsewhere.</exception>
    /// <param name="alone">Whether nobody else, on whatever machine, says that he uses the folder.</param>
    public static void Demand(ClusterFolder folder, bool alone)
    {
        if (alone || !File.Exists(folder.PlaceFile) || !File.Exists(folder.ProcessFile) || RunningServer.Find(folder) is not null)
            return;
        if (File.ReadAllText(folder.PlaceFile) is var place && place != Here())
            throw new EmbeddedPostgresException(
                $"Expected {folder.Path} to be used on this machine alone, but the private PostgreSQL in it runs elsewhere ({place}): give "
                    + "each its own ParallelApproval__DataFolder, or both one server with ConnectionStrings__ParallelApproval."
            );
    }

    // The name of the machine, which containers have of their own, and the world of processes in which it sees others.
    private static string Here()
    {
        var world = OperatingSystem.IsLinux() ? File.ResolveLinkTarget("/proc/self/ns/pid", returnFinalTarget: false)?.Name : null;
        return $"{Environment.MachineName} {world}".TrimEnd();
    }
}
