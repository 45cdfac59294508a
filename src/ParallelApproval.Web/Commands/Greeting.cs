using ParallelApproval.Installations;
using ParallelApproval.Organisation;
using ParallelApproval.Web.Demo;
using ParallelApproval.Web.Studio;

namespace ParallelApproval.Web.Commands;

/// <summary>What a person sees who has started the server by hand.</summary>
internal static class Greeting
{
    public static void Print(WebApplication app)
    {
        if (app.Environment.IsDemo())
            Welcome(app);
        else
            foreach (var step in FirstSteps(app.Services))
                Console.WriteLine("  " + step);
        if (!app.Services.GetRequiredService<StudioFiles>().IsInstalled)
            Console.WriteLine("  Studio is not installed, everything else works 流程设计器尚未安装，其他功能不受影响: /studio");
    }

    private static void Welcome(WebApplication app)
    {
        Console.WriteLine();
        Console.WriteLine($"  ParallelApproval 并联审批: {string.Join(", ", app.Urls)}");
        Console.WriteLine(
            "  Sample accounts 样例账号: clerk, supervisor, manager, designer, admin, approver-<department 部门代码>, e.g. approver-syj"
        );
        Console.WriteLine("  Password 密码: Demo#2026");
        Console.WriteLine();
    }

    private static IEnumerable<string> FirstSteps(IServiceProvider services)
    {
        if (!services.GetRequiredService<OfficerRegister>().All.Any())
            yield return "There is no account yet 尚无账号: create-administrator --user-name NAME";
        if (services.GetRequiredService<InstallationRegister>().Current is null)
            yield return "The installation is not set up 尚未设置本机构: /administration/installation, or the command: installation set";
    }
}
