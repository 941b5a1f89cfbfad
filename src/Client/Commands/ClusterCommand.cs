using System.CommandLine;
using Prcl.Client.Output;

namespace Prcl.Client.Commands;

/// <summary><c>prcl cluster</c>: silos, roles, devices, trainers, versions.</summary>
internal static class ClusterCommand
{
    public static Command Create(CommandFrame frame) => frame.Define(
        "cluster",
        "Show the silos of the cluster: roles, devices, trainers, versions",
        ["prcl cluster", "prcl cluster --json"],
        async call =>
        {
            var silos = await (await call.Connect()).Cluster.Silos(call.Cancellation);
            if (call.Json)
            {
                call.Terminal.Json(silos);
            }
            else
            {
                call.Terminal.Show(ClusterView.Silos(silos));
                if (silos.Any(s => s.Trainers is { Length: > 0 }))
                {
                    call.Terminal.Show(ClusterView.Trainers(silos.SelectMany(s => s.Trainers ?? [])));
                }
            }

            return ExitCode.Done;
        },
        frame.Json);
}
