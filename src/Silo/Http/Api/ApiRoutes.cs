using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Prcl.Contracts;

namespace Prcl.Silo.Http.Api;

/// <summary>The API, <c>/v1</c>. A route is a thin call of a grain: what grains check isn't checked here.</summary>
internal static class ApiRoutes
{
    /// <summary>Parts of addresses that are names, which become keys of grains.</summary>
    private static readonly string[] Names = ["run", "alias", "silo"];

    /// <summary>Adds every route.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/v1").AddEndpointFilter(RequireNames).ProducesProblem(StatusCodes.Status400BadRequest);
        ClusterRoutes.Map(api);
        SettingRoutes.Map(api);
        RunRoutes.Map(api);
        TrainingRoutes.Map(api);
        ImageRoutes.Map(api);
        ThumbnailRoutes.Map(api);
        SuggestionRoutes.Map(api);
        PushRoutes.Map(api);
        LabelRoutes.Map(api);
        PrototypeRoutes.Map(api);
        PrototypeHistoryRoutes.Map(api);
        PredictRoutes.Map(api);
        ModelRoutes.Map(api);
        AliasRoutes.Map(api);
        EvaluationRoutes.Map(api);
        LossRoutes.Map(api);
        MetricsRoutes.Map(api);
        EventRoutes.Map(api);
    }

    /// <summary>A group of a run's routes.</summary>
    public static RouteGroupBuilder MapRun(this IEndpointRouteBuilder api, string tag) =>
        api.MapGroup("/runs/{run}").WithTags(tag).ProducesProblem(StatusCodes.Status404NotFound);

    /// <summary>Refuses names in addresses that are none: what comes through the gateway is checked there, and this door leads to the same grains.</summary>
    /// <exception cref="PrclRequestException">One isn't.</exception>
    public static ValueTask<object?> RequireNames(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        foreach (var part in Names)
        {
            if (context.HttpContext.GetRouteValue(part) is string name && !PrclNames.IsName(name))
            {
                throw new PrclRequestException($"{part} is {Printable.Quoted(name)}; it must be {PrclNames.Rule}.") { Code = RequestErrorCode.BadValue };
            }
        }

        return next(context);
    }
}
