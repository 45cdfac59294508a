using System.Runtime.Versioning;
using ParallelApproval.Benchmarks;
using ParallelApproval.Benchmarks.Yardstick;

[assembly: SupportedOSPlatform("linux")]

if (args is ["--yardstick"])
{
    await YardstickServer.RunAsync();
    return 0;
}
if (args is ["--sweep"])
    return await SweepTrial.RunAsync();
if (args is [DueTrial.Switch, ..])
    return await DueTrial.RunAsync(args);
if (args is [EngineTrial.Switch])
    return await EngineTrial.RunAsync();
if (args is [PagesTrial.Switch, ..])
    return await PagesTrial.RunAsync(args);
if (args is [ScreensTrial.Switch, ..])
    return await ScreensTrial.RunAsync(args);
if (Plan.Parse(args) is not { } plan)
{
    Console.Error.WriteLine(Plan.Usage);
    return 2;
}
return await Run.ExecuteAsync(plan);
