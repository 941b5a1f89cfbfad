using System.CommandLine;
using Prcl.Contracts;
using Prcl.Contracts.Cluster;
using Prcl.Contracts.Trainers;

namespace Prcl.Client.Commands;

/// <summary><c>prcl trainers …</c>: takes a silo's trainers out of training, and lets them in again.</summary>
internal static class TrainersCommands
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    public static Command Create(CommandFrame frame)
    {
        var group = frame.Group("trainers", "Drain and start the trainers of a silo", []);
        group.Add(Drain(frame));
        group.Add(Start(frame));
        return group;
    }

    private static Command Drain(CommandFrame frame)
    {
        var silo = Name();
        var atOnce = new Option<bool>("--no-wait") { Description = "Ask, and don't wait until they have left" };
        return frame.Define(
            "drain",
            "Let a silo's trainers finish the step, hand in and leave; none starts again until it is told to, or the silo restarts",
            ["prcl trainers drain silo-2", "prcl trainers drain silo-2 --no-wait"],
            async call =>
            {
                var name = await Trainer(call, call.Value(silo));
                var cluster = (await call.Connect()).Cluster;
                var trainers = await cluster.Drain(name, call.Cancellation);
                while (!call.Value(atOnce) && trainers.Trainers.Any(IsIn))
                {
                    await Task.Delay(Look, call.Clock, call.Cancellation);
                    trainers = await cluster.Drain(name, call.Cancellation);
                }

                Show(call, name, trainers);
                return ExitCode.Done;
            },
            silo,
            atOnce,
            frame.Json);
    }

    private static Command Start(CommandFrame frame)
    {
        var silo = Name();
        return frame.Define(
            "start",
            "Let a silo whose trainers have been drained train again",
            ["prcl trainers start silo-2"],
            async call =>
            {
                var name = await Trainer(call, call.Value(silo));
                Show(call, name, await (await call.Connect()).Cluster.Resume(name, call.Cancellation));
                return ExitCode.Done;
            },
            silo,
            frame.Json);
    }

    private static Argument<string> Name() => new("NAME") { Description = "The silo's name, as \"prcl cluster\" shows it" };

    private static bool IsIn(TrainerStatus trainer) => trainer.State < TrainerState.Stopped;

    // A name of no silo would only show as a call that fails after a while.
    private static async Task<string> Trainer(CommandCall call, string name)
    {
        var silos = await (await call.Connect()).Cluster.Silos(call.Cancellation);
        SiloView[] trainers = [.. silos.Where(s => s.Devices.Length > 0)];
        return trainers.Any(s => s.Name == name)
            ? name
            : throw new PrclRequestException($"no silo that trains is called '{name}' ({(trainers.Length == 0 ? "there are none" : "there are " + string.Join(", ", trainers.Select(s => s.Name)))})");
    }

    private static void Show(CommandCall call, string silo, SiloTrainers trainers)
    {
        if (call.Json)
        {
            call.Terminal.Json(trainers);
            return;
        }

        var inside = trainers.Trainers.Count(IsIn);
        call.Terminal.Line(
            !trainers.Draining ? $"{silo} trains again"
            : inside == 0 ? $"{silo} is drained; \"prcl trainers start {silo}\" lets it train again"
            : $"{silo} is draining; {inside} of its trainers haven't left yet");
    }
}
