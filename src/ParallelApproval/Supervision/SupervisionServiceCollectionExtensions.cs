using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ParallelApproval.Cases;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Organisation;
using ParallelApproval.Workflows;

namespace ParallelApproval.Supervision;

/// <summary>What the room offers to the container.</summary>
public static class SupervisionServiceCollectionExtensions
{
    public static IServiceCollection AddSupervision(this IServiceCollection services) =>
        services
            .AddSection<CardSection>()
            .AddSection<OrderSection>()
            .AddSection<SpotCheckSection>()
            .AddSingleton(CardSection.Holds)
            .AddSingleton(OrderSection.Holds)
            .AddSingleton(SpotCheckSection.Holds)
            .AddActivity<RaiseCardActivity>()
            .AddListener<SupervisionListener>()
            .AddListener<LapseCards>()
            .AddPoints()
            .AddSingleton<Deadlines>()
            .AddSingleton<ExplainLimits>()
            .AddSingleton<FactWords>()
            .AddSingleton<ITellWaiting, WaitingInSupervision>()
            .AddSingleton<INeedDepartments, WorkOfDepartment>()
            .AddSingleton<Answerers>()
            .AddSingleton<SupervisionFiles>()
            .AddSingleton<OrderLifecycle>()
            .AddSingleton<RaiseCards>()
            .AddSingleton<SupervisionSweep>()
            .AddSingleton<Patrol>()
            .AddSingleton<SupervisionQueries>()
            .AddSingleton<SpotCheckQueries>();

    internal static IServiceCollection AddPoints(this IServiceCollection services) =>
        services
            .AddPoint<E01PromiseEnding>()
            .AddPoint<E02PromisePassed>()
            .AddPoint<E03LegalLimitPassed>()
            .AddPoint<E04DeemedAccepted>()
            .AddPoint<E05NeverAccepted>()
            .AddPoint<E06CorrectedTwice>()
            .AddPoint<E07AbnormalStop>()
            .AddPoint<E08OutOfTurn>()
            .AddPoint<E09StepOverNorm>()
            .AddPoint<E10LateReferral>()
            .AddPoint<E11OddRefusals>()
            .AddPoint<E12WrongFee>()
            .AddPoint<E13PaperNotOnList>()
            .AddPoint<E14NotHandedOver>()
            .AddPoint<E15BadRating>()
            .AddPoint<E16UnlawfulExtension>()
            .AddPoint<E17PromiseNotKept>()
            .AddPoint<E18AppliedTwice>()
            .AddPoint<E19SeemingFinish>()
            .AddPoint<E20FieldsNotPublished>()
            .AddPoint<E21HearingNotHeld>()
            .AddPoint<E22InspectorsNotNamed>()
            .AddPoint<E23RenewalSilent>()
            .AddPoint<FlowCall>()
            .AddSingleton(provider =>
            {
                var points = provider.GetServices<MonitorPoint>().ToList();
                return new PointCatalogue(
                    points,
                    SupervisionSettings.Read(provider.GetService<IConfiguration>(), points.Select(point => point.Rule)),
                    provider.GetRequiredService<FactWords>()
                );
            });

    private static IServiceCollection AddPoint<T>(this IServiceCollection services)
        where T : MonitorPoint => services.AddSingleton<MonitorPoint, T>();
}
