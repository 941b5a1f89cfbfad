using System.Text;
using Prcl.Contracts.Evaluation;
using Prcl.Grains.Evaluation;
using Prcl.Grains.Storage;
using Xunit;

namespace Prcl.Unit.Grains.Evaluation;

public sealed class EvaluatorStateTests
{
    [Fact]
    public void What_was_stored_before_reliability_was_measured_still_opens()
    {
        const string Stored = """
            {"format":"prcl.state","version":1,"state":{"history":[{"domain":"day","version":4,"images":3,"meanIou":41.5,"perClassIou":[41.5,"NaN"],"confusion":[1,2,3,4],"imagesTrained":80,"seconds":12.5}],
            "lastVersion":4,"comparison":[{"domain":"day","images":3,"frames":"f","newest":{"version":4,"meanIou":41.5,"perClassIou":[41.5]},"baseline":{"version":1,"meanIou":40,"perClassIou":[40]},"gain":1.5}],"bestMeanIou":41.5}}
            """;

        var state = StateFormat.Decode<EvaluatorState>("state", Encoding.UTF8.GetBytes(Stored));

        var result = Assert.Single(state.History);
        Assert.Equal((41.5, null, null, null), (result.MeanIou, result.UncertaintyAuroc, result.CalibrationError, result.Reliability));
        Assert.Equal((4L, 1L, null), (state.Comparison[0].Newest.Version, state.Comparison[0].Baseline.Version, state.Comparison[0].Baseline.CalibrationError));
    }

    [Fact]
    public void Figures_that_there_are_not_are_stored_and_read_as_such()
    {
        var state = new EvaluatorState { History = [new EvaluationResult("day", 1, 1, 100, [100], [4], 0, 0, double.NaN, 0.25)] };

        var read = StateFormat.Decode<EvaluatorState>("state", StateFormat.Encode(state));

        Assert.Equal((double.NaN, 0.25), (read.History[0].UncertaintyAuroc, read.History[0].CalibrationError));
    }
}
