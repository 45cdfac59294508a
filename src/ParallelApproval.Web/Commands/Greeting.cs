using ParallelApproval.Web.Demo;

namespace ParallelApproval.Web.Commands;

/// <summary>What a person sees who has started the server by hand.</summary>
internal static class Greeting
{
    public static void Print(WebApplication app)
    {
        if (!app.Environment.IsDemo())
            return;
        Console.WriteLine();
        Console.WriteLine($"  ParallelApproval 并联审批: {string.Join(", ", app.Urls)}");
        Console.WriteLine(
            "  Sample accounts 样例账号: clerk, supervisor, manager, designer, admin, approver-<department 部门代码>, e.g. approver-syj"
        );
        Console.WriteLine("  Password 密码: Demo#2026");
        Console.WriteLine();
    }
}
