using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ParallelApproval.Database.Embedded;

/// <summary>The port of a cluster: the one it had before if that is free, else another that is.</summary>
internal static class FreePort
{
    // Below the ports that Linux gives to outgoing connections, so that the remembered port is rarely taken by one.
    private const int First = 15_432;
    private const int Last = 32_000;

    public static int Choose(ClusterFolder folder)
    {
        if (
            File.Exists(folder.PortFile)
            && int.TryParse(File.ReadAllText(folder.PortFile), CultureInfo.InvariantCulture, out var known)
            && IsFree(known)
        )
            return known;
        var port = Random.Shared.Next(First, Last);
        while (!IsFree(port))
            port = Random.Shared.Next(First, Last);
        return port;
    }

    public static void Remember(ClusterFolder folder, int port) =>
        File.WriteAllText(folder.PortFile, port.ToString(CultureInfo.InvariantCulture));

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port) { ExclusiveAddressUse = true };
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
